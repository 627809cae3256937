/** Everyone in the room: one other person fills it with oneself in the corner, several share it. */
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import type { RoomPicture } from './roomPicture';
import { AwaitedTile, OtherTile, SelfTile } from './StageTiles';
import { TileGrid } from './TileGrid';

interface StageProps { visit: Visit; picture: RoomPicture }

export function Stage({ visit, picture }: StageProps) {
  return picture.others.length > 1 ? <GroupStage visit={visit} picture={picture} /> : <PairStage visit={visit} picture={picture} />;
}

function PairStage({ visit, picture }: StageProps) {
  const other = picture.others[0];
  return (
    <div className="stage">
      <div className="others">
        {other ? <OtherTile visit={visit} person={other} /> : <AwaitedTile visit={visit} picture={picture} />}
      </div>
      <div className="self"><SelfTile picture={picture} /></div>
    </div>
  );
}

function GroupStage({ visit, picture }: StageProps) {
  const t = useText();
  const myId = useMe().id;
  return (
    <div className="stage" role="group" aria-label={t('room.everyoneInPicture')}>
      <TileGrid people={[{ id: myId, isSpeaking: picture.isSpeaking }, ...picture.others]}>
        {(id) => {
          const other = picture.others.find((person) => person.id === id);
          return other ? <OtherTile visit={visit} person={other} /> : <SelfTile picture={picture} />;
        }}
      </TileGrid>
    </div>
  );
}
