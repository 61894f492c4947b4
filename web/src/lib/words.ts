/** How things are called and coloured. */
import type { Claim } from "./api";

/** PLOVER's sixteen types of events, and ties, each with what an actor does. */
export const TYPE_WORDS: Record<string, string> = {
  AGREE: "agrees, promises, signs", CONSULT: "meets, visits, negotiates", SUPPORT: "backs, praises, recognises",
  CONCEDE: "gives way, lifts a sanction", COOPERATE: "works or trades with, supplies", AID: "gives money, goods, shelter",
  RETREAT: "withdraws, ceases fire", REQUEST: "asks, urges, proposes", ACCUSE: "blames, condemns, sues",
  REJECT: "refuses, opposes, vetoes", THREATEN: "warns of harm", PROTEST: "demonstrates against",
  SANCTION: "punishes, suspends, expels", MOBILIZE: "moves or raises forces", COERCE: "seizes, arrests, blockades",
  ASSAULT: "attacks, bombs, fights", TIE: "how two stand, or how that changes" };
export const TYPES = Object.keys(TYPE_WORDS);
export const LAYERS = ["political", "military", "arms", "economic", "energy", "transport", "intelligence",
  "territorial", "patronage", "membership"];
export const MODES = ["negation", "future", "hypothetical", "historical"];

const FRIENDLY = new Set(["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"]);

/** Friendly, hostile or neither: blue, orange and grey, which colour-blind people tell apart. */
export function tone(claim: { type: string; sign?: string | null; aux?: string[] }): "plus" | "minus" | "none" {
  let good = claim.type === "TIE" ? claim.sign === "+" : FRIENDLY.has(claim.type);
  if (claim.type === "REQUEST") return "none";
  if (claim.aux?.includes("negation")) good = !good;
  return good ? "plus" : "minus";
}

/** "PAK → RUS SUPPORT", with the arrow where direction counts. */
export const MUTUAL = new Set(["AGREE", "CONSULT", "COOPERATE", "TIE"]);

export const MODE_NAMES: Record<string, string> = {
  negation: "denied", future: "planned", hypothetical: "possible", historical: "in the past" };
export function mode(claim: Claim): string {
  return claim.aux.length ? claim.aux.map((a) => MODE_NAMES[a] ?? a).join(", ") : "asserted";
}

/** When: "2016-09-25", "2016-09-01 to 2016-09-30", "about 2017-08 to 2018-04" where the document's time is
    estimated, "undated". */
export function dates(claim: Claim): string {
  const { date } = claim;
  if (date?.precision === "estimate") return `about ${date.start.slice(0, 7)} to ${date.end.slice(0, 7)}`;
  return !date ? "undated" : date.start === date.end ? date.start : `${date.start} to ${date.end}`;
}

export function signed(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : value > 0 ? `+${text}` : `−${text}`;
}

/** What an alignment means, in words. */
export function standing(mean: number): string {
  if (mean >= 6) return "allied";
  if (mean >= 3) return "friendly";
  if (mean >= 1) return "rather friendly";
  if (mean > -1) return "neutral";
  if (mean > -3) return "rather hostile";
  if (mean > -6) return "hostile";
  return "enemies";
}

type Stops = [number, [number, number, number]][];
const STOPS: Stops = [
  [-1, [179, 88, 6]], [-0.5, [241, 163, 64]], [0, [218, 218, 216]], [0.5, [103, 169, 207]], [1, [33, 102, 172]]];
const DARK: Stops = [
  [-1, [240, 150, 60]], [-0.5, [176, 106, 44]], [0, [88, 93, 98]], [0.5, [62, 118, 168]], [1, [112, 180, 240]]];

/** Orange for -8 and below, grey for 0, blue for 8 and above: ColorBrewer's PuOr and RdBu ends, which
    colour-blind eyes tell apart. On dark ground the ends are light and the middle dark. */
export function colour(alignment: number, dark = false): string {
  const stops = dark ? DARK : STOPS;
  const x = Math.max(-1, Math.min(1, alignment / 8));
  const i = Math.max(0, Math.min(stops.length - 2, stops.findIndex(([at]) => at >= x) - 1));
  const [a, from] = stops[i], [b, to] = stops[i + 1];
  const t = (x - a) / (b - a);
  return `rgb(${from.map((c, k) => Math.round(c + (to[k] - c) * t)).join(" ")})`;
}

export function save(name: string, type: string, content: string) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function csv(rows: (string | number | null | undefined)[][]): string {
  const cell = (value: string | number | null | undefined) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/** An SVG of the page as a file: with the colours that it has here. */
export function saveSvg(name: string, svg: SVGSVGElement) {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const property of ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity",
      "font-size", "font-family", "font-weight", "text-anchor"])
      (to[i] as SVGElement).style.setProperty(property, style.getPropertyValue(property));
  });
  save(name, "image/svg+xml", new XMLSerializer().serializeToString(copy));
}

/** The chance that a difference has the sign that it seems to have: Φ of its size in deviations, in words. */
export function chance(deviations: number): string {
  return percent((1 + erf(deviations / Math.SQRT2)) / 2);
}

/** Abramowitz and Stegun 7.1.26: within 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? -y : y;
}

/** "1 claim", "1,621 claims" */
export const counted = (n: number, what: string) => `${thousands(n)} ${what}${n === 1 ? "" : "s"}`;

/** "1,621" */
export const thousands = (n: number) => n.toLocaleString("en");

/** "42 %", and neither 0 nor 100 of what is only nearly so. */
export function percent(share: number): string {
  return share > 0 && share < 0.005 ? "<1 %" : share < 1 && share > 0.995 ? ">99 %" : `${Math.round(share * 100)} %`;
}
