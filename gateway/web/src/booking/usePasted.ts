/** Pasted personnummer, looked up one after the other; those nobody has are told of. */
import { useEffect, useRef, useState } from 'react';
import type { FoundInvitables, Invitable } from '../api/booking';
import type { Participant } from '../api/people';

export interface Pasted {
  isBusy: boolean;
  /** The numbers that led to nobody. */
  unknown: string[];
  /** The numbers that could not be asked for. */
  failed: string[];
}

const NOTHING: Pasted = { isBusy: false, unknown: [], failed: [] };

export function usePasted(search: (text: string) => Promise<FoundInvitables>, chosen: Participant[], room: number, onChoose: (people: Participant[]) => void) {
  const [pasted, setPasted] = useState<Pasted>(NOTHING);
  // Whoever was chosen while the numbers were looked up counts too.
  const latest = useRef({ chosen, room, onChoose });
  useEffect(() => {
    latest.current = { chosen, room, onChoose };
  });
  const find = async (numbers: string[]) => {
    setPasted({ ...NOTHING, isBusy: true });
    const { people, unknown, failed } = await lookUp(search, numbers);
    const now = latest.current;
    const newcomers = people.filter((person) => !now.chosen.some(({ id }) => id === person.id)).slice(0, now.room);
    if (newcomers.length > 0) now.onChoose(newcomers);
    setPasted({ isBusy: false, unknown, failed });
  };
  return { ...pasted, find, forget: () => setPasted(NOTHING) };
}

/** Two numbers of one person, such as with and without the century, are that person once. */
export async function lookUp(search: (text: string) => Promise<FoundInvitables>, numbers: string[]) {
  const people = new Map<string, Invitable>();
  const [unknown, failed]: [string[], string[]] = [[], []];
  for (const number of numbers) {
    try {
      const [person, ...others] = (await search(number)).people;
      if (person && others.length === 0) people.set(person.id, person);
      else unknown.push(number);
    } catch {
      failed.push(number);
    }
  }
  return { people: [...people.values()], unknown, failed };
}
