// Maps are drawn by the server. Here they can be moved: by wheel, drag, two
// fingers, and by buttons, which keys reach.
interface View {x: number; y: number; w: number; h: number}

// tiled lays tiles of Web Mercator under the marks, where the server names some:
// the world is 36000 wide here, and they are asked for once the view rests.
function tiled(svg: SVGSVGElement): (view: View) => void {
  const template = document.documentElement.dataset.tiles;
  const world = svg.querySelector("use, image");
  if (!template || !world) return () => {};
  const layer = svg.ownerDocument.createElementNS(svg.namespaceURI, "g") as SVGGElement;
  world.after(layer);
  const lay = (view: View) => {
    const z = Math.max(0, Math.min(18, Math.round(Math.log2(36000 / view.w * (svg.clientWidth || 600) / 256))));
    const count = 2 ** z, size = 36000 / count;
    const made: SVGImageElement[] = []; // each a little over the edge of the next, or seams would show
    for (let x = Math.floor(view.x / size); x * size < view.x + view.w; x++) {
      for (let y = Math.max(0, Math.floor(view.y / size)); y < count && y * size < view.y + view.h; y++) {
        const tile = svg.ownerDocument.createElementNS(svg.namespaceURI, "image") as SVGImageElement;
        const column = ((x % count) + count) % count;
        tile.setAttribute("href", template.replace("{z}", String(z)).replace("{x}", String(column)).replace("{y}", String(y)));
        for (const [name, value] of Object.entries({x: x * size, y: y * size, width: size * 1.003, height: size * 1.003})) tile.setAttribute(name, String(value));
        made.push(tile);
      }
    }
    layer.replaceChildren(...made);
  };
  let waiting = 0;
  return view => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => lay(view), 120);
  };
}

function grow(svg: SVGSVGElement): void {
  const start = svg.viewBox.baseVal;
  const whole: View = {x: start.x, y: start.y, w: start.width, h: start.height};
  let view: View = {...whole};
  const sized = [...svg.querySelectorAll<SVGElement>("circle, text")].map(part => ({
    part, name: part.tagName === "circle" ? "r" : "font-size", size: parseFloat(part.getAttribute(part.tagName === "circle" ? "r" : "font-size") ?? "0"),
  }));

  const tiles = tiled(svg);

  // The server has drawn for a map of so many pixels.
  const meant = Number(svg.parentElement!.dataset.map) || 620;
  const draw = () => {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    // Marks and names are as large on the screen as they were meant to be.
    const scale = view.w / whole.w * Math.min(1.7, Math.max(0.5, meant / (svg.clientWidth || meant)));
    for (const {part, name, size} of sized) part.setAttribute(name, String(size * scale));
    tiles(view);
  };
  const zoom = (by: number, at?: {x: number; y: number}) => {
    const w = Math.max(60, Math.min(36000, view.w * by));
    const k = w / view.w;
    const centre = at ?? {x: view.x + view.w / 2, y: view.y + view.h / 2};
    view = {x: centre.x - (centre.x - view.x) * k, y: centre.y - (centre.y - view.y) * k, w, h: view.h * k};
    draw();
  };
  const at = (event: {clientX: number; clientY: number}) => {
    const box = svg.getBoundingClientRect();
    return {x: view.x + (event.clientX - box.left) / box.width * view.w, y: view.y + (event.clientY - box.top) / box.height * view.h};
  };

  draw();
  addEventListener("resize", draw);

  svg.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey && !svg.closest(".moving")) return; // the page scrolls
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, at(event));
  }, {passive: false});

  const fingers = new Map<number, PointerEvent>();
  let dragged = 0;
  svg.addEventListener("pointerdown", event => {
    if (event.pointerType !== "mouse" && fingers.size === 0 && !svg.closest(".moving")) {
      fingers.set(event.pointerId, event);
      return;
    }
    fingers.set(event.pointerId, event);
    dragged = 0;
  });
  svg.addEventListener("pointermove", event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const box = svg.getBoundingClientRect();
    if (fingers.size === 1 && (event.pointerType === "mouse" || svg.closest(".moving"))) {
      const dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
      dragged += Math.abs(dx) + Math.abs(dy);
      if (dragged > 4) svg.setPointerCapture(event.pointerId);
      view = {...view, x: view.x - dx / box.width * view.w, y: view.y - dy / box.height * view.h};
      draw();
    } else if (fingers.size === 2) {
      const other = [...fingers.values()].find(finger => finger.pointerId !== event.pointerId)!;
      const was = Math.hypot(before.clientX - other.clientX, before.clientY - other.clientY);
      const is = Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
      if (was > 0 && is > 0) zoom(was / is, at({clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2}));
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"] as const) svg.addEventListener(end, event => fingers.delete(event.pointerId));
  svg.addEventListener("click", event => {
    if (dragged > 4) event.preventDefault(); // a drag is no visit
    dragged = 0;
  }, true);
  svg.addEventListener("dragstart", event => event.preventDefault());

  const bar = document.createElement("div");
  bar.className = "map-bar";
  const button = (label: string, sign: string, act: () => void) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.title = label;
    made.addEventListener("click", act);
    bar.append(made);
  };
  button("Closer", "+", () => zoom(1 / 1.6));
  button("Farther", "−", () => zoom(1.6));
  button("As it was", "⌂", () => { view = {...whole}; draw(); });
  svg.parentElement!.append(bar);
}

for (const svg of document.querySelectorAll<SVGSVGElement>("[data-map] > svg")) grow(svg);
