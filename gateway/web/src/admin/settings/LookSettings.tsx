/** The provider's colour and logo; the colour is seen and measured before it is saved. */
import type { ReactNode } from 'react';
import { PlainField } from '../../forms/PlainField';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { Tick } from '../parts/Tick';
import { isColour, LEAST_CONTRAST } from '../../look/contrast';
import { contrastFigure, contrastToWhite } from './contrast';
import { HOUSE_COLOUR } from './settingsDraft';
import { SettingsGroup } from './SettingsGroup';
import type { SettingsFormState } from './useSettingsForm';

export function LookSettings({ state, children }: { state: SettingsFormState; children: ReactNode }) {
  const t = useText();
  const { draft, change } = state;
  return (
    <SettingsGroup title={t('admin.settings.look')} text={t('admin.settings.lookText')}>
      <Tick isTicked={draft.brand_colour !== null} onChange={(isOwn) => change({ brand_colour: isOwn ? HOUSE_COLOUR : null })}
        help={t('admin.settings.ownColourHelp')}>
        {t('admin.settings.ownColour')}
      </Tick>
      {draft.brand_colour !== null && <ColourField state={state} colour={draft.brand_colour} />}
      {children}
    </SettingsGroup>
  );
}

function ColourField({ state: { words, change }, colour }: { state: SettingsFormState; colour: string }) {
  const t = useText();
  const isMeasurable = isColour(colour);
  return (
    <div className="colour">
      <div className="colour-fields">
        <PlainField label={t('admin.settings.colour')} help={t('admin.settings.colourHelp')} value={colour} fault={words('brand_colour')}
          maxLength={7} onChange={(brand_colour) => change({ brand_colour })} />
        <input type="color" className="colour-picker" aria-label={t('admin.settings.colourPick')} value={isMeasurable ? colour.toLowerCase() : HOUSE_COLOUR}
          onChange={(event) => change({ brand_colour: event.target.value })} />
      </div>
      {isMeasurable && <ColourPreview colour={colour} />}
    </div>
  );
}

function ColourPreview({ colour }: { colour: string }) {
  const t = useText();
  const contrast = contrastToWhite(colour);
  const isEnough = contrast >= LEAST_CONTRAST;
  const figures = { contrast: contrastFigure(contrast), least: LEAST_CONTRAST };
  return (
    <div className="colour-preview">
      <span className="colour-sample" aria-hidden="true" style={{ background: colour }}>{isEnough && t('visit.goTo')}</span>
      <p role="status" className={isEnough ? 'contrast contrast-enough' : 'contrast contrast-low'}>
        <Icon name={isEnough ? 'check' : 'alert'} />
        {isEnough ? t('admin.settings.contrastEnough', figures) : t('admin.settings.contrastLow', figures)}
      </p>
    </div>
  );
}
