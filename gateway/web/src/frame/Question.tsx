/** A dialog that asks before something cannot be undone. */
import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { BusyButton } from './BusyButton';

interface QuestionProps {
  title: string;
  confirm: string;
  refuse: string;
  isOpen: boolean;
  isBusy?: boolean;
  isDanger?: boolean;
  /** While what the question is about is still being asked for. */
  isNotReady?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function Question({ title, confirm, refuse, isOpen, isBusy = false, isDanger = false, isNotReady = false, onConfirm, onClose, children }: QuestionProps) {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => { if (!open) onClose(); }} isDismissable={!isBusy}>
      <Modal className="dialog-box">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title" className="dialog-title">{title}</Heading>
          <div className="dialog-body">{children}</div>
          <div className="dialog-actions">
            <BusyButton className={`button ${isDanger ? 'button-danger' : 'button-primary'}`} isBusy={isBusy} isDisabled={isNotReady} onPress={onConfirm}>
              {confirm}
            </BusyButton>
            <Button className="button button-outlined" autoFocus isDisabled={isBusy} onPress={onClose}>{refuse}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
