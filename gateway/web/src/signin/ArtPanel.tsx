/** The calm picture beside the sign-in form: the clinic reaches you. */
import { ProvidersMark } from '../frame/Mark';
import { useText } from '../language/useText';

const RINGS = [90, 170, 250, 330, 410, 490, 570];

export function ArtPanel() {
  const t = useText();
  return (
    <div className="art-panel" aria-hidden="true">
      <svg className="art" viewBox="0 0 640 800" preserveAspectRatio="xMidYMid slice" focusable="false">
        {RINGS.map((radius) => <circle key={radius} className="art-ring" cx="498" cy="338" r={radius} />)}
        <circle className="art-warm" cx="498" cy="338" r="41" />
        <circle className="art-pale" cx="206" cy="338" r="18" />
      </svg>
      <ProvidersMark />
      <p className="art-words">{t('signIn.words')}</p>
    </div>
  );
}
