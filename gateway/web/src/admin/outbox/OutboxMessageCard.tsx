/** One message as its receiver would read it. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { OutboxMessage } from '../../api/notices';
import { nameWords } from '../../language/nameWords';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { now } from '../../time/clock';
import { channelWords } from '../notices/stateWords';
import { saveFile } from '../parts/saveFile';

export function OutboxMessageCard({ message }: { message: OutboxMessage }) {
  const t = useText();
  const dates = useDates();
  const name = nameWords(message.person, t);
  return (
    <article className="card outbox-message" aria-label={t('outbox.message', { channel: channelWords(message.channel, t), name })}>
      <header className="outbox-head">
        <span className="sign-tile" aria-hidden="true"><Icon name={message.channel === 'sms' ? 'message' : 'mail'} /></span>
        <p className="outbox-to">
          <strong>{name}</strong>
          <span className="number">{channelWords(message.channel, t)} · {message.receiver}</span>
        </p>
        <span className="outbox-when number"><span className="sentence">{dates.dayAndTime(message.at, now())}</span></span>
      </header>
      {message.subject && <p className="outbox-subject">{message.subject}</p>}
      <p className="outbox-text">{message.text}</p>
      {message.calendar && <CalendarPart calendar={message.calendar} name={name} />}
    </article>
  );
}

function CalendarPart({ calendar, name }: { calendar: string; name: string }) {
  const t = useText();
  const [isShown, setShown] = useState(false);
  const save = () => saveFile(new Blob([calendar], { type: 'text/calendar;charset=utf-8' }), `${t('outbox.file')}.ics`);
  return (
    <div className="outbox-calendar">
      <div className="form-actions">
        <Button className="button button-outlined button-small" aria-expanded={isShown} aria-label={t('outbox.showFor', { name })} onPress={() => setShown(!isShown)}>
          <Icon name="calendar" />{isShown ? t('outbox.hide') : t('outbox.show')}
        </Button>
        <Button className="button button-quiet button-small" aria-label={t('outbox.saveFor', { name })} onPress={save}><Icon name="download" />{t('outbox.save')}</Button>
      </div>
      {isShown && <pre className="outbox-ics" tabIndex={0} aria-label={t('outbox.show')}>{calendar}</pre>}
    </div>
  );
}
