/** What somebody else saved while one was writing, beside what one has typed oneself. */
import { Button } from 'react-aria-components';
import type { Profile } from '../api/people';
import { Notice } from '../frame/Notice';
import { useText, type Text } from '../language/useText';
import { draftOf, type OwnField } from './ownDraft';

interface ChangedElsewhereProps { fields: OwnField[]; latest: Profile; onTake: () => void }

export function ChangedElsewhere({ fields, latest, onTake }: ChangedElsewhereProps) {
  const t = useText();
  return (
    <Notice kind="error">
      <p>{t('profile.changed')}</p>
      {fields.length > 0 && (
        <>
          <ul className="plain-list">
            {fields.map((field) => <li key={field}>{t('profile.changedNow', { field: labelOf(field, t), value: valueOf(field, latest, t) })}</li>)}
          </ul>
          <Button className="button button-outlined button-small" onPress={onTake}>{t('profile.takeLatest')}</Button>
        </>
      )}
      <p>{t('profile.changedAgain')}</p>
    </Notice>
  );
}

function labelOf(field: OwnField, t: Text): string {
  if (field === 'phone') return t('profile.phone');
  if (field === 'email') return t('profile.email');
  return field === 'name' ? t('profile.name') : t('profile.language');
}

function valueOf(field: OwnField, latest: Profile, t: Text): string {
  if (field === 'language') return latest.language === 'sv' ? t('profile.swedish') : t('profile.english');
  return draftOf(latest)[field] || t('profile.nothing');
}
