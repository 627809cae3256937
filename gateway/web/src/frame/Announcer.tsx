/** Speaks short news to screen readers without moving anything on the page. */
import { createContext, use, useCallback, useState, type ReactNode } from 'react';

const AnnounceContext = createContext<(words: string) => void>(() => undefined);

export const useAnnounce = () => use(AnnounceContext);

export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ words: '', turn: 0 });
  const announce = useCallback((words: string) => setSaid(({ turn }) => ({ words, turn: turn + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="for-screen-readers" aria-live="polite" data-testid="announcer">
        <p key={said.turn}>{said.words}</p>
      </div>
    </AnnounceContext>
  );
}
