/** Finds the bookings of a participant by personnummer (BOK-5), and narrows the list to those that need a decision. */
import { useState, type FormEvent } from 'react';
import { Button, FieldError, Input, Label, SearchField, Text as Help } from 'react-aria-components';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { Choice } from '../parts/Choice';
import { isWholeNumber, type View } from './bookingsView';

interface BookingsSearchProps {
  view: View;
  onChange: (change: Partial<View>) => void;
  isNeedyOnly: boolean;
  /** How many need a decision, once that is known. */
  needy: number | undefined;
  onNeedyOnly: (only: boolean) => void;
}

export function BookingsSearch({ view, onChange, isNeedyOnly, needy, onNeedyOnly }: BookingsSearchProps) {
  const t = useText();
  return (
    <div className="people-search">
      <NumberSearch view={view} onChange={onChange} />
      <Choice<'all' | 'needy'> label={t('admin.statusFilter')} chosen={isNeedyOnly ? 'needy' : 'all'} onChoose={(shown) => onNeedyOnly(shown === 'needy')}
        options={[
          { id: 'all', words: t('our.all') },
          { id: 'needy', words: needy === undefined ? t('attention.title') : t('our.needy', { count: needy }) },
        ]} />
    </div>
  );
}

/** Searched when asked to, not while typing: every search of a person stands in the access log. */
function NumberSearch({ view, onChange }: Pick<BookingsSearchProps, 'view' | 'onChange'>) {
  const t = useText();
  const [isUnfinished, setUnfinished] = useState(false);
  const clear = () => {
    setUnfinished(false);
    onChange({ typed: '', sought: null, passed: [] });
  };
  const search = (event: FormEvent) => {
    event.preventDefault();
    const typed = view.typed.trim();
    if (!typed) return clear();
    setUnfinished(!isWholeNumber(typed));
    if (isWholeNumber(typed)) onChange({ sought: typed, passed: [] });
  };
  return (
    <form role="search" onSubmit={search} noValidate>
      <SearchField className="field" value={view.typed} maxLength={20} isInvalid={isUnfinished} validationBehavior="aria"
        onChange={(typed) => { setUnfinished(false); onChange({ typed }); }} onClear={clear}>
        <Label className="field-label">{t('our.search')}</Label>
        <div className="search-line">
          <div className="search-box">
            <Icon name="search" />
            <Input className="input" autoComplete="off" spellCheck="false" />
            {view.typed && <Button className="search-clear" aria-label={t('admin.searchClear')}><Icon name="close" /></Button>}
          </div>
          <Button slot={null} type="submit" className="button button-outlined">{t('our.searchButton')}</Button>
        </div>
        <Help slot="description" className="field-help search-help">{t('our.searchHelp')}</Help>
        <FieldError className="field-error">{t('admin.searchUnfinished')}</FieldError>
      </SearchField>
    </form>
  );
}
