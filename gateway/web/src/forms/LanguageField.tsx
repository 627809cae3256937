/** The language in which a person is written to. */
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { LanguageCode } from '../api/people';
import { useText } from '../language/useText';

export function LanguageField({ chosen, onChoose }: { chosen: LanguageCode; onChoose: (language: LanguageCode) => void }) {
  const t = useText();
  return (
    <RadioGroup className="field" value={chosen} onChange={(language) => onChoose(language as LanguageCode)}>
      <Label className="field-label">{t('person.language')}</Label>
      <div className="choices">
        <Radio value="sv" className="choice">{t('person.language.sv')}</Radio>
        <Radio value="en" className="choice">{t('person.language.en')}</Radio>
      </div>
    </RadioGroup>
  );
}
