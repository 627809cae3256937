/** The dialog in which staff put small groups together, by hand or by chance, and open them all at once. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { problemCode } from '../api/asking';
import { openSmallGroups, type Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { refusalWords } from '../visits/refusalWords';
import { GroupCount } from './GroupCount';
import { dealt, emptyDraft, groupsOf, mostGroups, placed, withCount, withStaff } from './groupDraft';
import { PlacePatients } from './PlacePatients';
import { PlaceStaff } from './PlaceStaff';

interface OpenSmallGroupsProps { visit: Visit; groups: Visit[]; onClose: () => void }

export function OpenSmallGroups({ visit, groups, onClose }: OpenSmallGroupsProps) {
  const t = useText();
  const announce = useAnnounce();
  const [draft, setDraft] = useState(() => emptyDraft(visit, () => crypto.randomUUID()));
  const nameOf = (place: number) => t('groups.name', { number: groups.length + place + 1 });
  const wanted = groupsOf(draft, nameOf);
  const opening = useMutation({
    mutationFn: () => openSmallGroups(visit.id, wanted),
    onSuccess: () => {
      onClose();
      announce(t('groups.opened', { count: wanted.length }));
    },
    onSettled: () => refreshVisits(visit.id),
  });
  const deal = () => {
    setDraft(dealt(draft, free(visit, groups)));
    announce(t('groups.dealt', { count: draft.count }));
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable={!opening.isPending} onOpenChange={(open) => { if (!open) onClose(); }}>
      <Modal className="dialog-box dialog-wide">
        <Dialog className="dialog">
          <Heading slot="title" className="dialog-title">{t('groups.make')}</Heading>
          <div className="dialog-body">
            <div className="group-dealing">
              <GroupCount count={draft.count} most={mostGroups(visit)} onCount={(count) => setDraft(withCount(draft, count))} />
              <Button className="button button-outlined" onPress={deal}>{t('groups.deal')}</Button>
            </div>
            <PlacePatients visit={visit} groups={groups} draft={draft} nameOf={nameOf}
              onPlace={(patientId, group) => setDraft(placed(draft, patientId, group))} />
            {visit.staff.length > 1 && (
              <PlaceStaff visit={visit} draft={draft} nameOf={nameOf} onStaff={(group, ids) => setDraft(withStaff(draft, group, ids))} />
            )}
            {opening.isError && <Notice kind="error"><p>{refusalWords(problemCode(opening.error), t)}</p></Notice>}
          </div>
          <div className="dialog-actions">
            <BusyButton className="button button-primary" isBusy={opening.isPending} isDisabled={wanted.length === 0} onPress={() => opening.mutate()}>
              {t('groups.open', { count: wanted.length })}
            </BusyButton>
            <Button className="button button-outlined" isDisabled={opening.isPending} onPress={onClose}>{t('groups.cancel')}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Those who may be dealt: not in a group already, and here if anybody is. */
function free(visit: Visit, groups: Visit[]): string[] {
  const taken = new Set(groups.flatMap(({ patients }) => patients.map(({ id }) => id)));
  const ids = visit.patients.map(({ id }) => id).filter((id) => !taken.has(id));
  const here = ids.filter((id) => visit.present.includes(id));
  return here.length > 0 ? here : ids;
}
