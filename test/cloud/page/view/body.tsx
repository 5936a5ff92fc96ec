/** What a message says: its blocks as Slack draws them, or its plain text with a note when the page can't. */
import { Component, createElement, Fragment, type ReactNode } from 'react';
import { unescaped } from '../../slack/mrkdwn';
import { asPlainText } from '../../slack/render';
import { attachmentsOf, objectsIn, type Part, parts, textIn } from '../../slack/walk';
import { Block } from './block';

/** Images would have to be fetched from elsewhere, which the page never does; attachments are no blocks. */
const UNDRAWN = new Set(['image', 'video', 'file', 'file_input']);

export function Body({ payload }: { payload: Part }) {
  const blocks = parts(payload.blocks);
  if (blocks.length === 0 && attachmentsOf(payload).length === 0) return <Text payload={payload} />;
  const undrawn = [...objectsIn(blocks)].some(({ type }) => UNDRAWN.has(String(type)));
  if (undrawn || attachmentsOf(payload).length > 0) return <InPlain payload={payload} />;
  return (
    <Attempt otherwise={<InPlain payload={payload} />}>
      {/* As children of their own: the blocks of a message never change places. */}
      {createElement(Fragment, null, ...blocks.map((block) => createElement(Block, { block })))}
    </Attempt>
  );
}

/** A message without blocks is all mrkdwn, or all text. */
function Text({ payload }: { payload: Part }) {
  const text = textIn(payload, 'text');
  if (payload.mrkdwn === false) return <p className="plain">{unescaped(text)}</p>;
  return (
    <Attempt otherwise={<InPlain payload={payload} />}>
      <Block block={{ type: 'section', text: { type: 'mrkdwn', text } }} />
    </Attempt>
  );
}

function InPlain({ payload }: { payload: Part }) {
  return (
    <>
      <p className="plain">{asPlainText(payload)}</p>
      <p className="note">This page can't draw the message as Slack does: this is its text.</p>
    </>
  );
}

/** React has no other way to catch what goes wrong while something is drawn. */
class Attempt extends Component<{ children: ReactNode; otherwise: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
