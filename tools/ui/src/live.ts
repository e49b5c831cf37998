// A page tells that it has grown old: the server sends events, and a line above
// the page offers to load it anew. Nothing moves under the reader's eyes.
export function live(): void {
  const told = document.querySelector<HTMLElement>("[data-live]");
  if (!told || !document.querySelector("[data-triage]")) return;
  const stream = new EventSource("/api/v1/stream");
  const tell = () => {
    told.hidden = false;
    stream.close();
  };
  for (const kind of ["article", "statement", "alarm", "reset"]) stream.addEventListener(kind, tell);
  // Where there is no stream the page stays as it is.
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) stream.close();
  });
  addEventListener("pagehide", () => stream.close());
}
