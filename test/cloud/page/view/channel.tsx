/** The Slack channel: its messages from the oldest to the newest, a line between two days. */
import { useLayoutEffect, useRef } from 'react';
import type { PageState } from '../state';
import { Message } from './message';
import { dayOf } from './times';

export function Channel({ state: { messages, earlier } }: { state: PageState }) {
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const newest = messages.at(-1)?.id;
  // A new message moves the channel, but whoever reads further up is left there.
  useLayoutEffect(() => {
    if (newest !== undefined && atEnd.current) scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  }, [newest]);

  return (
    <main className="channel">
      <h1># cdn-tasks</h1>
      <div
        className="messages"
        ref={scroll}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
      >
        {earlier > 0 && <p className="note">{earlier} earlier messages are not shown.</p>}
        {messages.length === 0 && <p className="note">No message yet. The poller posts when a task has ended.</p>}
        {messages.map((message, i) => {
          const day = dayOf(message.at);
          const before = messages[i - 1];
          return (
            <div key={message.id}>
              {(!before || dayOf(before.at) !== day) && <p className="day">{day}</p>}
              <Message message={message} />
            </div>
          );
        })}
      </div>
    </main>
  );
}
