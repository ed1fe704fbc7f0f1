// Decisions that the server has not yet said to have kept, in the order in which they were made; pure.
export const PATIENCE = 6000; // milliseconds without a reply after which a decision is sent again
const LONGEST = 15000;
export const ABANDONED = 60000; // milliseconds after which the box of a tab that is gone may be taken over

export class Pending {
  entries = [];

  flying = null;

  tries = 0;

  add(entry) { this.entries.push(entry); }

  // What other tabs, or this one before a reload, left behind: it may have arrived, so it is sent as a repetition.
  takeOver(entries) { this.entries.push(...entries.map((entry) => ({ ...entry, sent: true }))); }

  // The one to send now, marked as under way; null while another is, or when there is none.
  take() {
    if (this.flying || !this.entries.length) return null;
    const [entry] = this.entries;
    const again = this.tries > 0 || entry.sent === true;
    this.flying = entry.token;
    entry.sent = true;
    return { ...entry, again };
  }

  // It may not have arrived. Returns how long to wait, in milliseconds: longer each time.
  postpone() {
    this.flying = null;
    this.tries += 1;
    return Math.min(LONGEST, 1000 * 2 ** this.tries);
  }

  // Nothing is under way any more, so the first may be sent at once.
  release() { this.flying = null; }

  // The entry that a reply is about; undefined for one that was answered before.
  of(token) { return this.entries.find((entry) => entry.token === token); }

  // What an undo takes back: the last decision in here that no undo names yet, by its token; else the newest of the
  // verdicts `kept` by the server ({ id, item }), by its id; null where there is none.
  undoable(kept) {
    const undos = this.entries.filter((entry) => entry.kind === 'withdraw');
    const last = this.entries.findLast((entry) => entry.kind === 'verdict' && !undos.some((undo) => undo.after === entry.token));
    if (last) return { after: last.token, item: last.item, group: last.group };
    const left = kept.filter(({ id }) => !undos.some((undo) => undo.verdict === id));
    const newest = left.reduce((best, one) => (best && best.id > one.id ? best : one), null);
    return newest && { verdict: newest.id, item: newest.item };
  }

  // A decision has become the verdict `id` of the server's: what takes it back can name it.
  name(entry, id) {
    this.entries.filter((undo) => undo.after === entry.token).forEach((undo) => { undo.verdict = id; });
  }

  settle(entry) {
    this.flying = null;
    this.tries = 0;
    this.entries = this.entries.filter((one) => one !== entry);
  }

  // Gives up the first, which the server refuses, and what would take it back.
  drop() {
    const [dropped] = this.entries;
    if (!dropped) return dropped;
    this.settle(dropped);
    this.entries = this.entries.filter((undo) => undo.after !== dropped.token);
    return dropped;
  }
}
