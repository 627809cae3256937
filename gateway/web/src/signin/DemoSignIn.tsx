/** Signs in as one of the demo's people; nobody's identity is checked, and the page says so. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { Problem, problemCode } from '../api/asking';
import { signInDemo, type DemoPerson } from '../api/signingIn';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { roleWords } from '../language/roleWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { demoPeopleQuestion } from '../questions';
import { failureWords } from './hintWords';

export function DemoSignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useText();
  const people = useQuery(demoPeopleQuestion);
  return (
    <section aria-labelledby="demo-heading">
      <h2 id="demo-heading">{t('demo.title')}</h2>
      <Notice kind="info"><p>{t('demo.warning')}</p></Notice>
      {people.isPending && <Loading />}
      {people.isError && (
        <Notice kind="error">
          <p>{t('demo.unavailable')}</p>
          <Button className="button button-outlined" onPress={() => void people.refetch()}>{t('tryAgain')}</Button>
        </Notice>
      )}
      {people.data?.length === 0 && <p>{t('demo.empty')}</p>}
      {people.data && people.data.length > 0 && <DemoPeople people={people.data} onSignedIn={onSignedIn} />}
    </section>
  );
}

function DemoPeople({ people, onSignedIn }: { people: DemoPerson[]; onSignedIn: () => void }) {
  const t = useText();
  const signingIn = useMutation({ mutationFn: signInDemo, onSuccess: onSignedIn });
  return (
    <>
      {signingIn.isError && (
        <Notice kind="error">
          <p>{refusedWords(signingIn.error)}</p>
        </Notice>
      )}
      <p id="demo-choose" className="field-label">{t('demo.choose')}</p>
      <ul className="people" aria-labelledby="demo-choose">
        {people.map((person) => (
          <li key={person.id}>
            <Button className="person-button" isDisabled={signingIn.isPending} onPress={() => signingIn.mutate(person.id)}>
              <span className="person-button-words">
                <strong>{person.name}</strong>
                <span>{person.roles.map((role) => roleWords(role, t)).join(', ')}</span>
              </span>
              {signingIn.isPending && signingIn.variables === person.id
                ? <span className="loading-ring" aria-hidden="true" />
                : <Icon name="chevron" />}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );

  function refusedWords(problem: Error): string {
    const code = problemCode(problem);
    if (code === 'offline') return t('offline.text');
    return code === 'too_many_attempts' ? failureWords(code, problem instanceof Problem ? problem.waitSeconds : null, t) : t('demo.failed');
  }
}
