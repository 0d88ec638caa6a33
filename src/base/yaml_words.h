/* yaml_words.h - what libyaml complains of, in words that say what to write instead. */
#ifndef YAML_WORDS_H
#define YAML_WORDS_H

/**
 * For libyaml's @problem and @context (may be NULL), met at the character @at (0: at the end).  NULL where there are no
 * words of ours.
 */
const char *yaml_words(const char *problem, const char *context, char at);

#endif
