/** The provider's logo: shown, exchanged or taken away, at once and apart from the rest of the form. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { changeLogo, removeLogo, type Settings } from '../../api/settings';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { adminRefusal } from '../parts/refusals';

const TYPES = ['image/png', 'image/jpeg', 'image/webp'];
const LARGEST_BYTES = 200_000;

export function LogoField({ settings, onChanged }: { settings: Settings; onChanged: (settings: Settings) => void }) {
  const t = useText();
  const announce = useAnnounce();
  const [isUnusable, setUnusable] = useState(false);
  const changing = useMutation({
    mutationFn: (picture: File | null) => (picture ? changeLogo(picture) : removeLogo()),
    onSuccess: (changed) => {
      onChanged(changed);
      announce(t('admin.settings.logoSaved'));
    },
  });
  const pick = (files: FileList | null) => {
    const picture = files?.[0];
    if (!picture || changing.isPending) return;
    const isUsable = TYPES.includes(picture.type) && picture.size <= LARGEST_BYTES && picture.size > 0;
    setUnusable(!isUsable);
    changing.reset();
    if (isUsable) changing.mutate(picture);
  };
  return (
    <div className="field">
      <p className="field-label" id="logo-label">{t('admin.settings.logo')}</p>
      <p className="field-help">{t('admin.settings.logoHelp')}</p>
      <div className="logo">
        <div className="logo-frame">
          {settings.logo ? <img src={`/api/provider/logo/${settings.logo}`} alt={t('admin.settings.logoNow')} /> : <span>{t('admin.settings.noLogo')}</span>}
        </div>
        <FileTrigger acceptedFileTypes={TYPES} onSelect={pick}>
          <BusyButton className="button button-outlined" isBusy={changing.isPending}>
            {!changing.isPending && <Icon name="upload" />}
            {settings.logo ? t('admin.settings.logoChange') : t('admin.settings.logoPick')}
          </BusyButton>
        </FileTrigger>
        {settings.logo && (
          <Button className="button button-quiet" isDisabled={changing.isPending} onPress={() => changing.mutate(null)}>{t('admin.settings.logoRemove')}</Button>
        )}
      </div>
      {isUnusable && <Notice kind="error"><p>{t('admin.settings.logoUnusable')}</p></Notice>}
      {changing.isError && <Notice kind="error"><p>{adminRefusal(changing.error, t)}</p></Notice>}
    </div>
  );
}
