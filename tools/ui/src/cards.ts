// On the page of an article, words and their cards belong together: pointing at
// one lights the other, following a link opens the card.
function ids(part: HTMLElement): string[] {
  return (part.dataset.f ?? "").split(" ").filter(Boolean);
}

function light(id: string): void {
  for (const part of document.querySelectorAll(".lit")) part.classList.remove("lit");
  if (id === "") return;
  for (const part of document.querySelectorAll<HTMLElement>(`[data-f~="${CSS.escape(id)}"]`)) part.classList.add("lit");
}

function partOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-f]") : null;
}

// The innermost finding is the one that a link leads to; of a card it is its own.
function idOf(part: HTMLElement): string {
  return part instanceof HTMLAnchorElement ? part.hash.slice(1) : ids(part).pop() ?? "";
}

function open(id: string, scroll: boolean): void {
  const body = id === "" ? null : document.getElementById(id);
  const card = body?.closest<HTMLDetailsElement>("details.card");
  if (!card) return;
  card.open = true;
  light(id);
  if (scroll) card.scrollIntoView({block: "nearest"});
}

export function cards(): void {
  const words = document.getElementById("words");
  if (!words) return;
  let pinned = "";
  const follow = () => {
    pinned = decodeURIComponent(location.hash.slice(1));
    open(pinned, true);
    if (!pinned) return;
    const first = words.querySelector<HTMLElement>(`[data-f~="${CSS.escape(pinned)}"]`);
    const box = first?.getBoundingClientRect();
    if (first && box && (box.bottom < 0 || box.top > innerHeight)) first.scrollIntoView({block: "center"});
  };
  document.addEventListener("pointerover", event => {
    const part = partOf(event.target);
    light(part ? idOf(part) : pinned);
  });
  document.addEventListener("focusin", event => {
    const part = partOf(event.target);
    light(part ? idOf(part) : pinned);
  });
  words.addEventListener("click", event => {
    const part = partOf(event.target);
    if (!part || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
    // Where text and cards stand one under the other a link leads to its card.
    if (!matchMedia("(min-width: 64rem)").matches) return;
    event.preventDefault();
    pinned = idOf(part);
    history.replaceState(null, "", "#" + pinned);
    open(pinned, true);
  });
  addEventListener("hashchange", follow);
  follow();
}

// step goes to the next claim, or the one before.
export function step(by: number): void {
  const claims = [...document.querySelectorAll<HTMLDetailsElement>("details.card.claim")];
  if (claims.length === 0) return;
  const now = claims.findIndex(card => card.classList.contains("lit"));
  const next = claims[Math.max(0, Math.min(claims.length - 1, now < 0 ? 0 : now + by))];
  for (const card of claims) card.open = card === next;
  const id = ids(next)[0];
  location.hash = id;
}
