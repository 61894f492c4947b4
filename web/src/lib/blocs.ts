/** The network of a day as /network answers it: ties, places, and two blocs. */
import type { Actor } from "./api";

export interface Node extends Actor { x: number; y: number; bloc?: number; swing?: boolean; probability?: number }
export interface Tie { a: string; b: string; mean: number; low: number; high: number; claims: number }
export interface Net { draws: number; at: string; total: number; shown: number; actors: Node[]; ties: Tie[] }

/** How many actors map and network show unless the URL says otherwise. */
export const ACTORS = 40;
export const BLOC = ["A", "B"];

/** "bloc A in 85 % of 100 draws, a swing actor" */
export function side(node: Node, draws: number): string {
  if (node.bloc === undefined) return "too little is known to place it in a bloc";
  return `bloc ${BLOC[node.bloc]} in ${Math.round((node.probability ?? 0) * 100)} % of ${draws} draws${node.swing ? ", a swing actor" : ""}`;
}

/** The sign of a tie is sure: 0 lies outside its 90 % interval. */
export const sure = (t: Tie) => t.low > 0 || t.high < 0;

const xml = (text: string) => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** What is drawn as GEXF 1.3 (gexf.net) for Gephi: with places, blocs and alignments. */
export function gexf(net: Net, nodes: Node[], ties: Tie[]): string {
  const values = (list: (string | number | boolean | undefined)[]) =>
    `<attvalues>${list.map((v, i) => (v === undefined ? "" : `<attvalue for="${i}" value="${xml(String(v))}"/>`)).join("")}</attvalues>`;
  const attributes = (of: string, list: [string, string][]) =>
    `<attributes class="${of}">${list.map(([title, type], i) => `<attribute id="${i}" title="${title}" type="${type}"/>`).join("")}</attributes>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><description>Alignments on ${net.at}, from -10 to 10, with 90 % intervals</description></meta>
<graph mode="static" defaultedgetype="undirected">
${attributes("node", [["claims", "integer"], ["bloc", "string"], ["probability", "double"], ["swing", "boolean"]])}
${attributes("edge", [["alignment", "double"], ["low", "double"], ["high", "double"], ["claims", "integer"]])}
<nodes>
${nodes.map((n) => `<node id="${xml(n.id)}" label="${xml(n.name)}">${values([n.claims, n.bloc === undefined ? undefined : BLOC[n.bloc], n.probability, n.swing])}<viz:position x="${(n.x * 1000).toFixed(1)}" y="${((1 - n.y) * 1000).toFixed(1)}"/></node>`).join("\n")}
</nodes>
<edges>
${ties.map((t, i) => `<edge id="${i}" source="${xml(t.a)}" target="${xml(t.b)}" weight="${Math.abs(t.mean)}">${values([t.mean, t.low, t.high, t.claims])}</edge>`).join("\n")}
</edges>
</graph>
</gexf>
`;
}
