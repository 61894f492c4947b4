/** What the page shows, as its URL says it: /VIEW?name=value. */
import { forget, type Parameters, query } from "./api";

function parse() {
  const [, view = "", name = ""] = location.pathname.split("/");
  return { view: view || "overview", name: decodeURIComponent(name),
           values: Object.fromEntries(new URLSearchParams(location.search)) as Record<string, string> };
}

class Page {
  at = $state(parse());
  /** Counts changes of the record: views that depend on it ask again. */
  changes = $state(0);
  reviewer = $state(localStorage.getItem("reviewer") ?? "");
  first = $state("");  // month of the record's first claim, and its last
  last = $state("");
  ready = $state(false);  // the period is known: what is asked before would be asked twice
  said = $state("");   // what the live region says

  constructor() {
    addEventListener("popstate", () => (this.at = parse()));
  }
  get from() { return this.at.values.from ?? ""; }
  get to() { return this.at.values.to ?? ""; }
  /** The date of map and network: where the brush ends. */
  get date() { return this.to || this.last; }

  go(href: string, replace = false) {
    if (href === location.pathname + location.search) return;
    history[replace ? "replaceState" : "pushState"](null, "", href);
    this.at = parse();
  }
  /** The same view with other values; empty ones go. */
  set(values: Parameters, replace = true) {
    this.go(location.pathname + query({ ...this.at.values, ...values }), replace);
  }
  /** A link to another view that keeps the period. */
  link(path: string, values: Parameters = {}) {
    return path + query({ from: this.from, to: this.to, ...values });
  }
  changed() {
    forget();
    this.changes++;
  }
  say(text: string) { this.said = text; }
}

export const page = new Page();

/** Follows links inside the page without loading it anew. */
export function follow(event: MouseEvent) {
  const link = (event.target as Element).closest?.("a");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const href = link.getAttribute("href") ?? "";
  if (!href.startsWith("/") || href.startsWith("/api/") || link.target || link.hasAttribute("download")) return;
  event.preventDefault();
  page.go(href);
}
