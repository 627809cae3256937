/** «Smågrupper» for staff: the groups under way with who is in them, one press into each, and the way to make them. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import { BusyButton } from '../frame/BusyButton';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { SidePanel } from '../room/SidePanel';
import { EndSmallGroups } from './EndSmallGroups';
import { OpenSmallGroups } from './OpenSmallGroups';
import { useWayBetween } from './useWayBetween';

interface GroupsPanelProps { visitId: string; home: Visit; groups: Visit[]; onClose: () => void }

export function GroupsPanel({ visitId, home, groups, onClose }: GroupsPanelProps) {
  const t = useText();
  const [open, setOpen] = useState<'new' | 'end' | null>(null);
  const way = useWayBetween();
  return (
    <SidePanel title={t('groups.title')} onClose={onClose}>
      {groups.length === 0 && <p className="panel-hint">{t('groups.none')}</p>}
      <ul className="panel-groups">
        <GroupCard visit={home} title={t('groups.big')} isHere={home.id === visitId} action={t('groups.back')} way={way} />
        {groups.map((group) => (
          <GroupCard key={group.id} visit={group} title={group.name} isHere={group.id === visitId} action={t('groups.goTo')} way={way} />
        ))}
      </ul>
      <div className="panel-actions">
        {home.can.open_small_groups && (
          <Button className={`button ${groups.length > 0 ? 'button-room-quiet' : 'button-room-primary'}`} onPress={() => setOpen('new')}>
            <Icon name="plus" />{groups.length > 0 ? t('groups.more') : t('groups.make')}
          </Button>
        )}
        {home.can.open_small_groups && groups.length > 0 && (
          <Button className="button button-room-quiet" onPress={() => setOpen('end')}>{t('groups.endAll')}</Button>
        )}
      </div>
      {open === 'new' && <OpenSmallGroups visit={home} groups={groups} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndSmallGroups visit={home} groups={groups} onClose={() => setOpen(null)} />}
    </SidePanel>
  );
}

interface GroupCardProps { visit: Visit; title: string; isHere: boolean; action: string; way: ReturnType<typeof useWayBetween> }

function GroupCard({ visit, title, isHere, action, way }: GroupCardProps) {
  const t = useText();
  const everyone = [...visit.staff, ...visit.patients];
  const inside = everyone.filter(({ id }) => visit.present.includes(id));
  const awaited = visit.patients.filter(({ id }) => !visit.present.includes(id));
  return (
    <li className={`panel-group ${isHere ? 'panel-group-here' : ''}`} data-testid="small-group">
      <h3>{title}</h3>
      <p><strong>{t('groups.inside', { count: inside.length })}</strong> {names(inside, t)}</p>
      {awaited.length > 0 && <p className="panel-hint">{t('groups.awaited', { count: awaited.length })} {names(awaited, t)}</p>}
      {isHere && <p className="panel-here"><Icon name="check" />{t('groups.youAreHere')}</p>}
      {!isHere && visit.can.join && (
        <BusyButton className="button button-room-primary button-small" isBusy={way.isGoing} aria-label={`${action}: ${title}`} onPress={() => way.go(visit.id)}>
          {action}
        </BusyButton>
      )}
      {!isHere && !visit.can.join && <p className="panel-hint">{t('groups.notYours')}</p>}
    </li>
  );
}

const names = (people: Participant[], t: ReturnType<typeof useText>) => people.map((person) => nameWords(person, t)).join(', ');
