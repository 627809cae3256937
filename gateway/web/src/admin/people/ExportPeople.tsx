/** The whole list as a file, for administrators. */
import { useMutation } from '@tanstack/react-query';
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { exportPeople, type FileFormat, type Group } from '../../api/administering';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { adminRefusal } from '../parts/refusals';
import { saveFile } from '../parts/saveFile';

export function ExportPeople({ group }: { group: Group }) {
  const t = useText();
  const announce = useAnnounce();
  const name = group === 'patients' ? t('admin.export.patientsFile') : t('admin.export.staffFile');
  const exporting = useMutation({
    mutationFn: (format: FileFormat) => exportPeople(group, format),
    onSuccess: (file, format) => {
      saveFile(file, `${name}.${format}`);
      announce(t('admin.export.done'));
    },
  });
  return (
    <>
      <MenuTrigger>
        <BusyButton className="button button-outlined" isBusy={exporting.isPending}>
          {!exporting.isPending && <Icon name="download" />}{t('admin.export')}
        </BusyButton>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => { if (!exporting.isPending) exporting.mutate(key as FileFormat); }}>
            <MenuSection>
              <Header className="menu-header export-note">{t('admin.export.note')}</Header>
              <MenuItem id="xlsx" className="menu-item">{t('admin.export.excel')}</MenuItem>
              <MenuItem id="csv" className="menu-item">{t('admin.export.csv')}</MenuItem>
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {exporting.isError && <div className="admin-head-note"><Notice kind="error"><p>{adminRefusal(exporting.error, t)}</p></Notice></div>}
    </>
  );
}
