import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageOf, silent, translated } from '../../app/ui/faults.js';

const words = { title: 'うまくいきませんでした', connection_lost: 'サーバーとの接続が切れました。', unexpected: '予期しないエラーです。' };

test('words of Gradio that are known are said in the language of the page', () => {
  assert.equal(translated(' Error ', words), words.title);
  assert.equal(translated('Connection to the server was lost. Attempting reconnection...', words), words.connection_lost);
  assert.equal(translated('質問を書いてください', words), null);
});

test('only events outside the queue fail without a word', () => {
  assert.ok(silent('http://127.0.0.1:7860/gradio_api/run/show'));
  assert.ok(silent('https://host/space/gradio_api/component_server/12/read_cards'));
  assert.ok(!silent('http://127.0.0.1:7860/gradio_api/queue/join'));
  assert.ok(!silent('http://127.0.0.1:7860/theme.css'));
});

test('a failure says what the server said of it, or that it was not expected', () => {
  assert.equal(messageOf({ error: '質問がありません' }, words), '質問がありません');
  for (const body of [{ error: null }, {}, null, { error: '' }]) assert.equal(messageOf(body, words), words.unexpected);
});
