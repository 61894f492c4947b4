/** What actors are called: ids are for links and files, names for people. */
import { get, type Actor } from "./api";
import { page } from "./state.svelte";

class Names {
  all = $state<Actor[]>([]);
  byId = $derived(new Map(this.all.map((actor) => [actor.id, actor.name])));
  /** Nobody is told of. */
  none = $state(false);
  #loaded = -1;

  /** Asks once after each change of the record. */
  load() {
    if (this.#loaded === page.changes) return;
    this.#loaded = page.changes;
    get<{ actors: Actor[] }>("/actors", { limit: 10000 }).then((answer) => {
      this.all = answer.actors;
      this.none = answer.actors.length === 0;
    }).catch(() => (this.#loaded = -1));
  }
  of(id: string): string {
    return id === "UNK" ? "somebody unknown" : (this.byId.get(id) ?? id);
  }
}

export const names = new Names();

/** On whose word a claim is. */
export function voice(id: string): string {
  return id === "author" ? "the author" : id === "unnamed" ? "somebody unnamed" : names.of(id);
}
