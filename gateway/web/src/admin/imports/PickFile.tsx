/** Takes a file that is dropped or picked. */
import { Button, DropZone, FileTrigger, isFileDropItem, type DropItem } from 'react-aria-components';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { ACCEPTED } from './importFile';

export function PickFile({ isBusy, onPick }: { isBusy: boolean; onPick: (file: File) => void }) {
  const t = useText();
  const drop = async (items: DropItem[]) => {
    const dropped = items.find(isFileDropItem);
    if (dropped) onPick(await dropped.getFile());
  };
  return (
    <DropZone className="drop-zone" isDisabled={isBusy} aria-label={t('admin.import.drop')} onDrop={({ items }) => void drop(items)}>
      <span className="situation-icon">{isBusy ? <span className="loading-ring" aria-hidden="true" /> : <Icon name="upload" />}</span>
      <p className="drop-words" role="status">{isBusy ? t('admin.import.checking') : t('admin.import.dropHere')}</p>
      <FileTrigger acceptedFileTypes={ACCEPTED} onSelect={(files) => { if (files?.[0]) onPick(files[0]); }}>
        <Button className="button button-primary" isDisabled={isBusy}>{t('admin.import.pick')}</Button>
      </FileTrigger>
      <p className="field-help">{t('admin.import.limits')}</p>
    </DropZone>
  );
}
