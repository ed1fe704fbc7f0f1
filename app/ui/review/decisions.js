// What a decision does: at once on the screen, and through the outbox on the server.
import { askName } from './dialogs.js';
import { buildView, showAll } from './list.js';
import { enqueue, undoable } from './outbox.js';
import { adopt, focusSide, paint, paintPair, refreshRail, show } from './panel.js';
import { following, gradable, sidesOf } from './queues.js';
import { changeReference } from './reference.js';
import { L, article, cardOf, commentInput, current, hides, say, state } from './screen.js';
import { chosen } from './side.js';
import { other } from './text.js';

export function decide(choice, language = state.side) {
  const row = current();
  const card = cardOf(row, language);
  if (!card || !gradable(card)) { say('idle', card ? L.not_gradable : L.not_yet); return; }
  if (!state.reviewer) { askName(); return; }
  const already = chosen(card.mine).includes('language');
  let languageOk = card.language_ok;
  if (choice === 'language') languageOk = already;
  const comment = (commentInput(language)?.value ?? '').trim();
  send(card, choice === 'language' ? 'correct' : choice, languageOk, comment);
  state.side = language;
  advance(language);
}

function send(card, value, languageOk, comment) {
  const visible = !hides(card);
  const mine = { value, language_ok: languageOk, comment };
  adopt({ ...card, mine });
  state.drafts.delete(card.id);
  state.lastAccepted = null;
  enqueue({ kind: 'verdict', run: state.run, item: card.id, value, language_ok: languageOk, comment, visible });
}

function advance(language) {
  const row = current();
  const across = row.sides[other(language)];
  if (gradable(across) && !across.mine) { refreshRail(); focusSide(other(language)); return; }
  const next = following(state.view, state.at);
  if (next === undefined) { paint(); return; }
  show(next).then(() => article(state.side)?.scrollIntoView({ block: 'nearest' }));
}

// What the server says of an item after a decision; an undo leads back to it.
export function settle(card, entry) {
  const row = adopt(card);
  refreshRail();
  if (entry.kind !== 'withdraw' || !row) return;
  let position = state.view.indexOf(row);
  if (position < 0) { showAll(); buildView([]); position = state.view.indexOf(row); }
  if (position === state.at) { focusSide(card.language); paintPair(); } else show(position, card.language);
}

export function undo() {
  if (state.lastAccepted) { changeReference(state.lastAccepted, false); state.lastAccepted = null; return; }
  if (!state.run || !state.reviewer) return;
  const given = state.rows.flatMap(sidesOf).filter((side) => side.mine_id).map((side) => ({ id: side.mine_id, item: side.item_id }));
  const taken = undoable(given);
  if (taken) enqueue({ kind: 'withdraw', run: state.run, ...taken });
  else say('idle', L.nothing_to_undo);
}

export function saveComment(language) {
  const card = cardOf(current(), language);
  const input = commentInput(language);
  if (!card || !input) return;
  const comment = input.value.trim();
  if (card.mine && comment !== (card.mine.comment || '')) send(card, card.mine.value, card.mine.language_ok, comment);
  else if (!card.mine) state.drafts.set(card.id, input.value);
}
