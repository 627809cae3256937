/** «Ny bokning», on the day one looks at. */
import { Link } from '@tanstack/react-router';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

export function BookLink({ date, label }: { date?: string; label?: string }) {
  const t = useText();
  return (
    <Link to="/visits/new" search={date ? { date } : {}} className="button button-outlined" {...(label && { 'aria-label': label })}>
      <Icon name="plus" />{t('bookings.new')}
    </Link>
  );
}
