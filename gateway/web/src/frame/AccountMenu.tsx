/** One's own letter in the top right corner, with the way out behind it. */
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { signOut } from '../api/signingIn';
import { roleWords } from '../language/roleWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { useAnnounce } from './Announcer';
import { forgetEverything } from './forgetting';
import { useMe } from './SignedIn';

export function AccountMenu() {
  const t = useText();
  const me = useMe();
  const router = useRouter();
  const announce = useAnnounce();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await router.navigate({ to: '/sign-in', search: { left: true }, replace: true });
      forgetEverything();
    },
    onError: () => announce(t('account.signOutFailed')),
  });
  return (
    <MenuTrigger>
      <Button className="letter letter-button" aria-label={t('account.menu', { initials: me.initials, name: me.name })}>
        {me.initials}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" onAction={(key) => (key === 'sign-out' ? leaving.mutate() : void router.navigate({ to: '/profile' }))}>
          <MenuSection>
            <Header className="menu-header">
              <strong>{me.name}</strong>
              <span>{me.roles.map((role) => roleWords(role, t)).join(', ')}</span>
            </Header>
            <MenuItem id="profile" className="menu-item" textValue={t('profile.title')}>
              <Icon name="person" />{t('profile.title')}
            </MenuItem>
            <MenuItem id="sign-out" className="menu-item" textValue={t('account.signOut')}>
              <Icon name="leave" />{t('account.signOut')}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
