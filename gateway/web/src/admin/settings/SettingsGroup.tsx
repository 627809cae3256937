/** A group of settings that belong together, under its heading. */
import { useId, type ReactNode } from 'react';

export function SettingsGroup({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="card admin-form" aria-labelledby={id}>
      <div className="group-head"><h2 id={id}>{title}</h2>{text && <p>{text}</p>}</div>
      {children}
    </section>
  );
}
