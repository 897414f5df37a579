export const long = 'a line that is longer than the one hundred and thirty columns that fit beside another file on the screen of a laptop';
