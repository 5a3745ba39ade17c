/** "1 member", "12 members". */
export const membersCounted = (n: number) => (n === 1 ? '1 member' : `${n} members`);

/** "1 invitation", "12 invitations". */
export const invitationsCounted = (n: number) => (n === 1 ? '1 invitation' : `${n} invitations`);
