/** Asks for a sound when somebody waits; off until asked for. */
import { Switch } from 'react-aria-components';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { chime, touched } from './chime';
import { chooseSound, useSoundChoice } from './soundChoice';

export function WaitingSound() {
  const t = useText();
  const isOn = useSoundChoice();
  const isStaff = useMe().roles.includes('staff');
  if (!isStaff) return null;
  const choose = (wish: boolean) => {
    chooseSound(wish);
    if (!wish) return;
    // Heard at once, so that one knows the sound and that it works.
    touched();
    chime();
  };
  return (
    <Switch className="switch" isSelected={isOn} onChange={choose}>
      <span className="switch-track"><span className="switch-knob" /></span>{t('waiting.sound')}
    </Switch>
  );
}
