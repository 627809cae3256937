/** List, week or month: one choice among three, kept in the address and remembered on this device. */
import { useRouter } from '@tanstack/react-router';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useText } from '../language/useText';
import { rememberView, type View } from './view';

export function ViewSwitch({ view, date }: { view: View; date: string | undefined }) {
  const t = useText();
  const router = useRouter();
  const choose = (chosen: View) => {
    rememberView(chosen);
    void router.navigate({ to: '/visits', search: { view: chosen, ...(date && chosen !== 'list' && { date }) }, replace: true });
  };
  return (
    <RadioGroup className="views" value={view} orientation="horizontal" onChange={(chosen) => choose(chosen as View)}>
      <Label className="for-screen-readers">{t('calendar.showAs')}</Label>
      <Radio value="list" className="view">{t('calendar.list')}</Radio>
      <Radio value="week" className="view">{t('calendar.week')}</Radio>
      <Radio value="month" className="view">{t('calendar.month')}</Radio>
    </RadioGroup>
  );
}
