// leading comment


export const helper = (text) => {
  const local = 'MARK_helper_local' + text;
  return [local, 'MARK_helper_second'].join('MARK_join');
};
export const unused = 'not in the output';
