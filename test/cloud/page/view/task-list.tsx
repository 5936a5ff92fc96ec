/** The table beside the channel: what is watched, what Slack has yet to hear, what was told, what needs a person. */
import { inWords } from '../../../../lib/steps/words';
import type { PageState, ShownRow } from '../state';

/** All other states are outcomes nobody wants, or reasons why a row can't be read. */
const AS_IT_SHOULD = new Set(['waiting', 'complete']);

export function TaskList({ state: { rows, counts, now } }: { state: PageState }) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <aside className="list">
      <h1>The list</h1>
      <p className="counts">
        {Object.entries(counts).map(([group, count]) => (
          <span key={group} className={`group ${group}`}>
            {count} {group}
          </span>
        ))}
      </p>
      <div className="rows">
        <table>
          <thead>
            <tr>
              <th>List</th>
              <th>Task</th>
              <th>State</th>
              <th className="time">Time</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={`${row.group} ${row.id}`} row={row} now={now} />
            ))}
          </tbody>
        </table>
        {all === 0 && <p className="note">Nothing is on it.</p>}
        {all > rows.length && <p className="note">and {all - rows.length} more</p>}
      </div>
    </aside>
  );
}

function Row({ row: { group, id, label, urls, state, since, took }, now }: { row: ShownRow; now: number }) {
  const lasted = since === undefined ? took : Math.max(0, now - since);
  return (
    <tr title={urls.join('\n')}>
      <td>
        <span className={`group ${group}`}>{group}</span>
      </td>
      <td>
        {id}
        {label && <bdi className="label">{label}</bdi>}
      </td>
      <td className={AS_IT_SHOULD.has(state) ? undefined : 'trouble'}>{state}</td>
      <td className="time">{lasted === undefined ? '' : inWords(lasted)}</td>
    </tr>
  );
}
