/** What was sent in a table, which on a phone becomes a card for each. */
import type { SentNotice } from '../../api/notices';
import { nameWords } from '../../language/nameWords';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { SendAgain } from './SendAgain';
import { channelWords, kindWords, mayGoAgain, stateWords } from './stateWords';
import { whyWords } from './whyWords';

// The roles stand in words because a table that is laid out as cards loses them in the browser.
export function SentTable({ notices, isOld }: { notices: SentNotice[]; isOld: boolean }) {
  const t = useText();
  return (
    <table role="table" className="people-table sent-table" data-old={isOld || undefined}>
      <caption className="for-screen-readers">{t('sent.title')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{t('sent.column.who')}</th>
          <th role="columnheader" scope="col">{t('sent.column.what')}</th>
          <th role="columnheader" scope="col">{t('sent.column.when')}</th>
          <th role="columnheader" scope="col">{t('admin.column.status')}</th>
          <th role="columnheader" scope="col"><span className="for-screen-readers">{t('sent.again')}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {notices.map((notice) => <SentRow key={notice.id} notice={notice} />)}
      </tbody>
    </table>
  );
}

function SentRow({ notice }: { notice: SentNotice }) {
  const t = useText();
  const dates = useDates();
  const { state, why, delivered_at: delivered, sent_at: sent, next_attempt_at: next, asked_at: asked } = notice;
  return (
    <tr role="row" className="person-row sent-row">
      <td role="cell" className="sent-who"><strong>{nameWords(notice.person, t)}</strong></td>
      <td role="cell" className="sent-what"><span>{kindWords(notice.kind, t)}</span>{' '}<span className="sent-channel">{channelWords(notice.channel, t)}</span></td>
      <td role="cell" className="sent-when number"><span className="sentence">{dates.moment(delivered ?? sent ?? asked)}</span></td>
      <td role="cell" className="sent-state">
        <span className={`chip chip-sent-${state}`}><span className="dot" aria-hidden="true" />{stateWords(state, t)}</span>
        {why && <span className="sent-why">{whyWords(why, t)}</span>}
        {next && state === 'waiting' && notice.attempts > 0 && <span className="sent-why">{t('sent.next', { when: dates.time(next), attempts: notice.attempts })}</span>}
      </td>
      <td role="cell" className="sent-again">{mayGoAgain(state) && <SendAgain notice={notice} />}</td>
    </tr>
  );
}
