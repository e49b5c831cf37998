import {step} from "./cards";

// What was put away in this browser: marks of items, which change when the item
// does, the latest last.
const store = "tocsin.away";
const most = 2000;

function away(): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(store) ?? "[]");
    return Array.isArray(kept) ? kept.filter(mark => typeof mark === "string") : [];
  } catch {
    return [];
  }
}

function keep(marks: string[]): void {
  try {
    localStorage.setItem(store, JSON.stringify(marks.slice(-most)));
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

class List {
  constructor(private root: HTMLElement) {
    this.hide();
    root.addEventListener("submit", event => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !form.matches("[data-settle]")) return;
      event.preventDefault();
      void this.settle(form);
    });
  }

  // settle sends the form of an item and takes the item away, so that the reader
  // stays where they are. Where that fails the form goes the plain way.
  private async settle(form: HTMLFormElement): Promise<void> {
    const item = form.closest<HTMLElement>("[data-open]")!;
    try {
      const answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>), redirect: "manual"});
      if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(answer.statusText);
    } catch {
      form.submit();
      return;
    }
    const items = this.items;
    const at = items.indexOf(item);
    item.remove();
    this.choose(items[at + 1] ?? items[at - 1]);
  }

  right(): void {
    this.chosen?.querySelector<HTMLFormElement>("[data-settle]")?.requestSubmit();
  }

  correct(): void {
    const to = this.chosen?.dataset.correct;
    if (to) location.assign(to);
  }

  private get items(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-open]")].filter(item => !item.hidden);
  }

  private get chosen(): HTMLElement | null {
    return this.root.querySelector<HTMLElement>("[data-open].chosen");
  }

  hide(): void {
    const gone = new Set(away());
    let hidden = 0;
    for (const item of this.root.querySelectorAll<HTMLElement>("[data-item]")) {
      item.hidden = gone.has(item.dataset.item!);
      if (item.hidden) hidden++;
    }
    const told = document.querySelector<HTMLElement>("[data-put-away]");
    if (!told) return;
    told.hidden = hidden === 0;
    told.textContent = hidden === 1 ? "1 is put away in this browser. u brings it back." : `${hidden} are put away in this browser. u brings back the last.`;
  }

  move(by: number): void {
    const items = this.items;
    if (items.length === 0) return;
    const at = this.chosen ? items.indexOf(this.chosen) : -1;
    this.choose(items[Math.max(0, Math.min(items.length - 1, at < 0 && by < 0 ? 0 : at + by))]);
  }

  private choose(item: HTMLElement | undefined): void {
    this.chosen?.classList.remove("chosen");
    if (!item) return;
    item.classList.add("chosen");
    item.focus({preventScroll: true});
    item.scrollIntoView({block: "nearest"});
  }

  open(): void {
    const to = this.chosen?.dataset.open;
    if (to) location.assign(to);
  }

  away(): void {
    const item = this.chosen;
    const mark = item?.dataset.item;
    if (!item || !mark) return;
    const items = this.items;
    const at = items.indexOf(item);
    keep([...away().filter(kept => kept !== mark), mark]);
    this.hide();
    this.choose(items[at + 1] ?? items[at - 1]);
  }

  back(): void {
    const here = new Set([...this.root.querySelectorAll<HTMLElement>("[data-item]")].map(item => item.dataset.item));
    const marks = away();
    const last = marks.map(mark => here.has(mark)).lastIndexOf(true);
    if (last < 0) return;
    const mark = marks[last];
    keep(marks.filter((_, i) => i !== last));
    this.hide();
    this.choose(this.root.querySelector<HTMLElement>(`[data-item="${CSS.escape(mark)}"]`) ?? undefined);
  }
}

// sheet shows the keys over the page, fetched from the help page.
async function sheet(): Promise<void> {
  let dialog = document.getElementById("sheet") as HTMLDialogElement | null;
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "sheet";
    dialog.setAttribute("aria-label", "Keys");
    try {
      const page = new DOMParser().parseFromString(await (await fetch("/help")).text(), "text/html");
      const keys = page.getElementById("keys");
      if (!keys) throw new Error("no keys");
      keys.querySelector("h2")!.removeAttribute("id");
      keys.removeAttribute("aria-labelledby");
      keys.removeAttribute("id");
      dialog.append(document.adoptNode(keys));
    } catch {
      location.assign("/help#keys");
      return;
    }
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => dialog!.close());
    dialog.append(close);
    document.body.append(dialog);
  }
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

export function keys(): void {
  const root = document.querySelector<HTMLElement>("[data-triage]");
  const list = root ? new List(root) : null;
  const places = new Map<string, string>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#sections a[data-go]")) places.set(link.dataset.go!, link.href);
  let going = 0;
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target;
    if (target instanceof HTMLInputElement && !["checkbox", "radio"].includes(target.type) || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (event.timeStamp - going < 1200 && going > 0) {
      going = 0;
      const to = places.get(event.key);
      if (to) {
        event.preventDefault();
        location.assign(to);
        return;
      }
    }
    const does: Record<string, () => void> = {
      j: () => list?.move(1), k: () => list?.move(-1), o: () => list?.open(), e: () => list?.away(), u: () => list?.back(), y: () => list?.right(), x: () => list?.correct(),
      n: () => step(1), p: () => step(-1), g: () => { going = event.timeStamp; }, "?": () => void sheet(),
      "/": () => document.getElementById("find")?.focus(),
    };
    const act = event.key === "Enter" && target instanceof HTMLElement && target.matches("[data-open]") ? () => list?.open() : does[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
