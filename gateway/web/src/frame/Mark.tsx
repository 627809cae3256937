/** The provider's name with the sign of the pages. */
export function Mark({ name }: { name: string }) {
  return (
    <span className="mark">
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect className="mark-tile" width="32" height="32" rx="9" />
        <circle className="mark-ring" cx="19" cy="16" r="7.5" />
        <circle className="mark-warm" cx="19" cy="16" r="3" />
        <circle className="mark-pale" cx="8.5" cy="16" r="2.5" />
      </svg>
      <span>{name}</span>
    </span>
  );
}
