/** What a search for persons found: a page of them, nobody, or why it could not be done. */
import { Link } from '@tanstack/react-router';
import type { Group } from '../../api/administering';
import { Loading } from '../../frame/Loading';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { TurnPages } from '../parts/TurnPages';
import { Unavailable } from '../parts/Unavailable';
import { useTurning } from '../parts/useTurning';
import { PeopleTable } from './PeopleTable';
import { nextPage, previousPage, spanOf, type View } from './peopleView';
import { usePeople } from './usePeople';

interface FoundPeopleProps { group: Group; view: View; onChange: (view: View) => void }

export function FoundPeople({ group, view, onChange }: FoundPeopleProps) {
  const t = useText();
  const { found, text, isUnfinished } = usePeople(group, view);
  const { list, turning } = useTurning(found.isPlaceholderData);
  const turn = (page: View) => {
    turning();
    onChange(page);
  };

  const people = !isUnfinished && !found.isError ? found.data : undefined;
  const span = spanOf(view, people?.people.length ?? 0);
  const isFirst = view.passed.length === 0;
  const count = people ? t('admin.count', { ...span, total: people.total }) : isUnfinished ? t('admin.searchUnfinished') : '';
  return (
    <section ref={list} tabIndex={-1} className="card people" aria-busy={found.isPlaceholderData} aria-label={t('admin.found')}>
      {!isUnfinished && found.isPending && <Loading />}
      {!isUnfinished && found.isError && <div className="people-note"><Unavailable error={found.error} onRetry={() => void found.refetch()} /></div>}
      {people && people.people.length > 0 && <PeopleTable group={group} people={people.people} isOld={found.isPlaceholderData} />}
      {people?.total === 0 && !found.isPlaceholderData && <Nobody group={group} text={text} isWhole={view.shown === 'all'} />}
      <div className={people?.total === 0 ? 'for-screen-readers' : 'people-foot'}>
        <p role="status">{count}</p>
        {people && (people.has_more || !isFirst) && (
          <div className="people-pages">
            <TurnPages isFirst={isFirst} isLast={!people.has_more} isOld={found.isPlaceholderData}
              onPrevious={() => turn(previousPage(view))} onNext={() => turn(nextPage(view, people.people.at(-1)!.id))} />
          </div>
        )}
      </div>
    </section>
  );
}

function Nobody({ group, text, isWhole }: { group: Group; text: string; isWhole: boolean }) {
  const t = useText();
  const isEmpty = !text && isWhole;
  return (
    <div className="empty">
      <span className="situation-icon"><Icon name={isEmpty ? 'people' : 'search'} /></span>
      {!isEmpty && <><h2>{t('admin.nobody')}</h2><p>{t('admin.nobodyHelp')}</p></>}
      {isEmpty && group === 'patients' && <><h2>{t('admin.noPatients')}</h2><p>{t('admin.noPatientsHelp')}</p></>}
      {isEmpty && group === 'staff' && <><h2>{t('admin.noStaff')}</h2><p>{t('admin.noStaffHelp')}</p></>}
      {isEmpty && <Link to="/admin/imports" className="button button-outlined">{t('admin.imports')}</Link>}
    </div>
  );
}
