/** One message with all that Slack puts around it: avatar, name, badge, time. */
import { memo } from 'react';
import type { ShownMessage } from '../state';
import { Body } from './body';
import { timeOf } from './times';

/** A message never changes: it is drawn once, and what a reader has selected in it stays selected. */
export const Message = memo(MessageWithFrame, (before, after) => before.message.id === after.message.id);

function MessageWithFrame({ message: { at, payload } }: { message: ShownMessage }) {
  return (
    <article className="message">
      <img className="avatar" src="/avatar.svg" alt="" />
      <div className="said">
        <p className="sender">
          <b>CDN tasks</b> <span className="badge">APP</span> <time>{timeOf(at)}</time>
        </p>
        <Body payload={payload} />
      </div>
    </article>
  );
}
