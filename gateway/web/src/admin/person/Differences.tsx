/** What somebody else changed while one was writing: how it stands now, beside what one has typed. */
import { Button } from 'react-aria-components';
import { Notice } from '../../frame/Notice';
import { useText, type Text } from '../../language/useText';
import type { ProfileDraft } from './profileDraft';

interface DifferencesProps { fields: (keyof ProfileDraft)[]; now: ProfileDraft; onTake: () => void }

export function Differences({ fields, now, onTake }: DifferencesProps) {
  const t = useText();
  return (
    <Notice kind="error">
      <p>{t('admin.changed.text')}</p>
      {fields.length > 0 && (
        <>
          <ul className="plain-list">
            {fields.map((field) => <li key={field}>{t('admin.changed.now', { field: fieldWords(field, t), value: valueWords(field, now, t) })}</li>)}
          </ul>
          <Button className="button button-outlined button-small" onPress={onTake}>{t('admin.changed.take')}</Button>
        </>
      )}
      <p>{t('admin.changed.again')}</p>
    </Notice>
  );
}

function fieldWords(field: keyof ProfileDraft, t: Text): string {
  switch (field) {
    case 'name': return t('admin.name');
    case 'phone': return t('admin.phone');
    case 'email': return t('admin.email');
    case 'hsaId': return t('admin.hsaId');
    case 'language': return t('person.language');
  }
}

function valueWords(field: keyof ProfileDraft, now: ProfileDraft, t: Text): string {
  if (field === 'language') return now.language === 'sv' ? t('person.language.sv') : t('person.language.en');
  return now[field] || t('admin.changed.nothing');
}
