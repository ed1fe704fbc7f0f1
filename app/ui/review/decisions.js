// What a decision does: at once on the screen, and through the outbox on the server.
import { askName } from './dialogs.js';
import { showAll } from './list.js';
import { change, disputed, rowOf, waits } from './listing.js';
import { marked } from './marking.js';
import { follow, refill } from './opening.js';
import { enqueue, newToken, undoable, waitsFor } from './outbox.js';
import { adjudicating, adopt, focusSide, paint, paintPair, rebuild, refreshRail, reveal, show } from './panel.js';
import { following } from './queues.js';
import { changeReference } from './reference.js';
import { gradable, needsMe, sidesOf } from './rows.js';
import { L, article, blinded, cardOf, commentInput, current, say, shared, state } from './screen.js';
import { LANGUAGES, fill, other } from './text.js';

// Whether a decision can be made on this card; says why not.
function decidable(card) {
  if (!card || !gradable(card)) { say('idle', card ? L.not_gradable : L.not_yet); return false; }
  if (!state.reviewer) { askName(); return false; }
  return true;
}

export function decide(choice, language = state.side) {
  const row = current();
  const card = cardOf(row, language);
  if (!decidable(card)) return;
  state.side = language;
  if (adjudicating(card)) { finalise(choice, card); return; }
  const open = needsMe(row);
  const turned = choice === 'language' && card.mine;
  give(card, choice);
  if (turned) refreshRail();
  else advance(row, language, open);
}

// The same for every side of the question.
export function decideBoth(choice) {
  const row = current();
  const cards = row ? LANGUAGES.map((language) => cardOf(row, language)).filter((card) => card && gradable(card)) : [];
  if (!decidable(cards[0] || (row && cardOf(row, state.side)))) return;
  if (cards.some(adjudicating)) { say('idle', L.one_at_a_time); return; }
  const open = needsMe(row);
  const group = newToken();
  cards.forEach((card) => give(card, choice, group));
  advance(row, cards[cards.length - 1].language, open);
}

// The same verdict for the same answer under the other arms, where the reviewer has none yet.
export function decideTwins(language = state.side) {
  const card = cardOf(current(), language);
  const left = card ? openTwins(card) : [];
  if (!card?.mine || !left.length) { say('idle', left.length ? L.twins_first : L.no_twins); return; }
  const group = newToken();
  const { value, language_ok: languageOk, comment } = card.mine;
  left.forEach((item) => {
    const row = rowOf(item);
    if (row) change(row, () => Object.assign(sideOf(row, item), { mine: value, mine_language_ok: languageOk }));
    const known = state.cards.get(item);
    if (known) state.cards.set(known.id, { ...known, mine: { value, language_ok: languageOk, comment } });
    send({ item, value, language_ok: languageOk, comment, visible: !blinded(), group });
  });
  state.cards.set(card.id, { ...card, twins: [] });
  say('idle', fill(L.twins_done, { count: left.length }));
  paintPair();
  refreshRail();
}

const sideOf = (row, item) => sidesOf(row).find((side) => side.item_id === item);

// The items of the twins that the reviewer has not decided, neither before nor since they were read.
export const openTwins = (card) => card.twins.filter((item) => !rowOf(item) || !sideOf(rowOf(item), item).mine);

function give(card, choice, group) {
  const comment = (commentInput(card.language)?.value ?? '').trim();
  record(card, { ...marked(choice, card.mine, card.language_ok), comment }, group);
}

function record(card, mine, group) {
  state.drafts.delete(card.id);
  state.lastAccepted = null;
  adopt({ ...card, mine, annotation: { ...card.annotation, draft: '' } });
  send({ item: card.id, ...mine, visible: card.revealed, group });
}

function send(entry) {
  enqueue({ kind: 'verdict', run: state.run, queue: state.search ? 'search' : state.queue, ...entry });
}

// A final verdict needs its reason: the first key chooses, Enter in the reason gives it.
function finalise(choice, card) {
  const reason = (commentInput(card.language)?.value ?? '').trim();
  if (!reason) {
    state.choice = { item: card.id, value: choice };
    paintPair();
    commentInput(card.language)?.focus();
    say('idle', L.reason_needed);
    return;
  }
  state.choice = null;
  state.drafts.delete(`final ${card.id}`);
  const final = { ...marked(choice, card.said.final, card.language_ok), comment: reason, reviewer: state.reviewer, id: null };
  adopt({ ...card, said: { ...card.said, final, stands: final.value, rule: 'adjudicated' } });
  send({ item: card.id, value: final.value, language_ok: final.language_ok, comment: reason, visible: true, final: true });
  refreshRail();
  const across = current().sides[other(card.language)];
  if (across?.adjudicable) { focusSide(other(card.language)); return; }
  const next = state.advance ? following(state.view, state.at, disputed) : undefined;
  if (next === undefined) paint(); else show(next);
}

export function confirmFinal(language) {
  const card = cardOf(current(), language);
  if (card && state.choice?.item === card.id) finalise(state.choice.value, card);
}

// `open`: whether the question still waited before this decision. Blind, what is revealed is looked at first.
function advance(row, language, open) {
  const across = row.sides[other(language)];
  if (!state.advance) { refreshRail(); return; }
  if (gradable(across) && !across.mine) { refreshRail(); focusSide(other(language)); return; }
  if (blinded()) { refreshRail(); if (open) say('idle', L.revealed); return; }
  const next = following(state.view, state.at, waits);
  state.stuck = next === undefined && shared();
  if (next === undefined) { paint(); return; }
  show(next).then(() => reveal(article(state.side)));
}

// What the server says of an item after a decision, and of the other side of its row; an undo leads back to it.
export function settle(ack, entry) {
  if (entry.group && ack.verdict) state.groups.set(ack.verdict, entry.group);
  const beside = (ack.row || []).filter((card) => card.id !== ack.card.id && !waitsFor(card.id));
  beside.forEach(adopt);
  const row = waitsFor(ack.card.id) ? null : adopt(ack.card);
  refreshRail();
  refill();
  if (!row && !waitsFor(ack.card.id)) follow().catch(() => {});
  if (entry.kind !== 'withdraw' || waitsFor(ack.card.id)) return;
  const key = ack.row?.[0]?.id ?? ack.card.id;
  const position = state.view.indexOf(key);
  if (position < 0) { showAll(); rebuild(key, ack.card.language).catch(() => {}); return; }
  if (position === state.at) { focusSide(ack.card.language); paintPair(); } else show(position, ack.card.language);
}

// The last decision, or all that one key made at once.
export function undo() {
  if (state.lastAccepted) { changeReference(state.lastAccepted, false); state.lastAccepted = null; return; }
  if (!state.run || !state.reviewer) return;
  let taken = last();
  if (!taken) { say('idle', L.nothing_to_undo); return; }
  const { group } = taken;
  do {
    const { after, verdict, item } = taken;
    enqueue({ kind: 'withdraw', run: state.run, item, ...(after ? { after } : { verdict }) });
    taken = last();
  } while (group && taken?.group === group);
}

function last() {
  const taken = undoable(state.given);
  return taken && { group: state.groups.get(taken.verdict), ...taken };
}

// A comment belongs to the verdict that stands; without one the server keeps it as a draft.
export function saveComment(language) {
  const card = cardOf(current(), language);
  const input = commentInput(language);
  if (!card || !input || Number(input.dataset.item) !== card.id) return;
  const comment = input.value.trim();
  if (adjudicating(card)) { state.drafts.set(`final ${card.id}`, input.value); return; }
  if (card.mine && comment !== (card.mine.comment || '')) record(card, { ...card.mine, comment });
  else if (!card.mine) keepDraft(card, input.value);
}

export function keepDraft(card, draft) {
  state.drafts.set(card.id, draft);
  if (!state.reviewer || draft.trim() === card.annotation.draft.trim()) return;
  const annotation = { ...card.annotation, draft: draft.trim() };
  adopt({ ...card, annotation });
  enqueue({ kind: 'annotate', run: state.run, item: card.id, ...annotation });
}
