/** Adding a person: the form, and after it what was done; the id is made here, so that sending twice adds once. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { addPerson, type Group, type NewPerson } from '../../api/administering';
import { problemCode } from '../../api/asking';
import { questions } from '../../questions';
import { AddedPerson } from './AddedPerson';
import { AddPersonForm } from './AddPersonForm';

export interface Added { id: string; name: string; personnummer: string }

export function AddPerson({ group, isAdministrator }: { group: Group; isAdministrator: boolean }) {
  const [personId, setPersonId] = useState(() => crypto.randomUUID());
  const [added, setAdded] = useState<Added | null>(null);
  const [isAnother, setAnother] = useState(false);
  const adding = useMutation({
    mutationFn: (person: NewPerson) => addPerson(personId, person),
    onSuccess: (_, { name, personnummer }) => {
      setAdded({ id: personId, name, personnummer });
      for (const list of ['people', 'patients']) void questions.invalidateQueries({ queryKey: [list] });
    },
    onError: (problem) => {
      if (problemCode(problem) === 'id_taken') setPersonId(crypto.randomUUID());
    },
  });
  const startOver = () => {
    setPersonId(crypto.randomUUID());
    setAdded(null);
    setAnother(true);
    adding.reset();
  };
  if (added) return <AddedPerson group={group} added={added} isAdministrator={isAdministrator} onAnother={startOver} />;
  return <AddPersonForm group={group} adding={adding} isAdministrator={isAdministrator} isAnother={isAnother} />;
}
