/** Where the page begins: its content is put into the empty document. */
import { createRoot } from 'react-dom/client';
import { Channel } from './channel';
import { useLiveState } from './live';
import { TaskList } from './task-list';

function Page() {
  const { state, lost } = useLiveState();
  if (!state) return <p className="gone">{lost ? 'The local cloud does not answer.' : 'Loading …'}</p>;
  return (
    <>
      {lost && (
        <p className="gone" role="alert">
          The local cloud has ended. This is what it looked like last.
        </p>
      )}
      <div className="columns">
        <Channel state={state} />
        <TaskList state={state} />
      </div>
    </>
  );
}

const place = document.getElementById('page');
// A message that can't be drawn says so itself: it is no error of the page.
if (place) createRoot(place, { onCaughtError: () => undefined }).render(<Page />);
