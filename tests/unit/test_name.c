#include "base/edit.h"
#include "base/latin.h"
#include "record/name.h"
#include "record/name_agree.h"
#include "unit/test.h"

#include <stdio.h>

static const struct { const char *in, *want; bool is_foreign; } folds[] = {
	{ "Robert Johnson", "robert johnson", false }, { "  Robert\t Johnson ", "robert johnson", false },
	{ "O'Brien", "obrien", false }, { "O\xE2\x80\x99""Brien", "obrien", false }, { "D\xCA\xBC""Angelo", "dangelo", false },
	{ "Tr\xE1\xBA\xA7n Th\xE1\xBB\x8B Khoa", "tran thi khoa", false }, { "Nguy\xE1\xBB\x85n", "nguyen", false },
	{ "Jos\xC3\xA9 Mu\xC3\xB1oz", "jose munoz", false }, { "Jose\xCC\x81 Mun\xCC\x83oz", "jose munoz", false },
	{ "M\xC3\xBCller-L\xC3\xBC""denscheidt", "muller-ludenscheidt", false }, { "Stra\xC3\x9F""e", "strasse", false },
	{ "\xC5\x81ukasz \xC5\xBB\xC3\xB3\xC5\x82\xC4\x87", "lukasz zolc", false }, { "S\xC3\xB8ren \xC3\x86gir", "soren aegir", false },
	{ "\xC4\x90\xE1\xBA\xB7ng Qu\xE1\xBB\x91""c D\xC5\xA9ng", "dang quoc dung", false }, { "\xC4\xB0lker I\xC5\x9F\xC4\xB1k", "ilker isik", false },
	{ "\xEF\xBC\xAA\xEF\xBD\x8F\xEF\xBD\x88\xEF\xBD\x8E", "john", false }, { "Johnson, Robert J.", "johnson robert j", false }, { "Min - jun", "min jun", false }, { "Min\xE2\x80\x90jun-", "min-jun", false },
	{ "robert_johnson-42", "robert johnson-42", false }, { "A\xC2\xB7""B", "a b", false }, { "a\xFF""b", "a b", false },
	{ "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\xA9\xD0\xB5\xD1\x80\xD0\xB1\xD0\xB0\xD0\xBA\xD0\xBE\xD0\xB2", "ivan shcherbakov", true },
	{ "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E", "wang xiao ming", true }, { "\xEA\xB9\x80\xEB\xAF\xBC\xEC\xA4\x80", "gim min jun", true },
	{ "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xB9\xD9\x84\xD9\x8A", "mhmd ly", true },
	{ "\xE3\x82\x84\xE3\x81\xBE\xE3\x81\xA0 \xE3\x82\xBF\xE3\x83\xAD\xE3\x82\xA6", "yamada tarou", true },
	{ "\xCE\x93\xCE\xB9\xCF\x8E\xCF\x81\xCE\xB3\xCE\xBF\xCF\x82", "giorgos", true },
	{ "Ivan (\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD)", "ivan ivan", true },
	{ "", NULL, false }, { "...", NULL, false }, { "\xF0\x9F\x98\x80", NULL, false }, { "Bob \xF0\x9F\x9A\x80", "bob", false },
};

static const struct { const char *a, *b; size_t want; } edits[] = {
	{ "", "", 0 }, { "a", "", 1 }, { "", "abc", 3 }, { "abc", "abc", 0 }, { "abc", "abd", 1 }, { "abc", "acb", 2 },
	{ "kitten", "sitting", 3 }, { "sunday", "saturday", 3 }, { "kim", "kimchi", 3 }, { "aaaa", "aa", 2 }, { "ab", "ba", 2 },
	{ "0123456789012345678901234567890123456789012345678901234567890123", "0123456789012345678901234567890123456789012345678901234567890124", 1 },
	{ "0123456789012345678901234567890123456789012345678901234567890123", "x0123456789012345678901234567890123456789012345678901234567890123", 1 },
	{ "01234567890123456789012345678901234567890123456789012345678901234", "01234567890123456789012345678901234567890123456789012345678901234", SIZE_MAX },
};

#define YES AGREEMENT_YES
#define NO AGREEMENT_NO
#define OPEN AGREEMENT_UNKNOWN

/* Each row is asked in both directions. */
static const struct { const char *a, *b; enum agreement want; } pairs[] = {
	/* the same words */
	{ "Robert Johnson", "Robert Johnson", YES }, { "Robert Johnson", "ROBERT JOHNSON", YES }, { "Robert Johnson", "Johnson Robert", YES },
	{ "Robert Johnson", "Johnson, Robert", YES }, { "Robert Johnson", "robert.johnson", YES }, { "Robert Johnson", "RobertJohnson", YES },
	{ "Robert Johnson", "johnsonrobert", YES }, { "Min-jun Kim", "Minjun Kim", YES }, { "Min-jun Kim", "Kim Min Jun", YES },
	{ "Min-jun Kim", "KIM MINJUN", YES }, { "Min-jun Kim", "Kimminjun", YES }, { "Xiaoming Wang", "Wang Xiao Ming", YES },
	{ "Xiao-Ming Wang", "WANG XIAOMING", YES }, { "Tran Thi Khoa", "Khoa Tran", YES }, { "Tr\xE1\xBA\xA7n Th\xE1\xBB\x8B Khoa", "Khoa Tran Thi", YES },
	{ "Jos\xC3\xA9 Mu\xC3\xB1oz", "Jose Munoz", YES }, { "M\xC3\xBCller Hans", "Hans Mueller", YES }, { "Ali El-Amin", "Ali Elamin", YES },
	{ "Ali El-Amin", "Ali Al Amin", YES }, { "Siobhan O'Brien", "Siobhan OBrien", YES }, { "Siobhan O'Brien", "Siobhan O Brien", YES },
	/* initials, middle names, titles, suffixes */
	{ "Robert Johnson", "R. Johnson", YES }, { "Robert Johnson", "Robert J.", YES }, { "Robert T. Johnson", "Robert Johnson", YES },
	{ "Robert T. Johnson", "Robert Thomas Johnson", YES }, { "Robert Thomas Johnson", "Robert Johnson", YES },
	{ "Robert Johnson", "Dr. Robert Johnson", YES }, { "Robert Johnson", "Robert Johnson Jr.", YES }, { "Robert Johnson", "Mr Robert Johnson III", YES },
	{ "Robert Johnson", "Robert Johnson, PhD", YES }, { "Robert Johnson", "Robert", YES }, { "Robert Johnson", "Johnson", YES },
	{ "Simi N. Lawal", "Lawal Simi", YES }, { "Musa Nwosu", "Musa Ifeanyi Nwosu", YES }, { "Subramaniam Ramanathan", "S. Ramanathan", YES },
	{ "Ga-young Shim", "Ga-young Soo-jin Shim", YES },
	/* particles, compound family names */
	{ "Ludwig van Beethoven", "Ludwig Beethoven", YES }, { "Jan van der Berg", "Jan Berg", YES }, { "Maria de la Cruz", "Maria Cruz", YES },
	{ "Ahmed bin Khalid", "Ahmed Khalid", YES }, { "Omar al-Rashid", "Omar Rashid", YES }, { "Omar al-Rashid", "Omar Alrashid", YES },
	{ "Gabriel Garc\xC3\xAD""a M\xC3\xA1rquez", "Gabriel Garcia", YES }, { "Gabriel Garc\xC3\xAD""a M\xC3\xA1rquez", "Garcia Marquez, Gabriel", YES },
	{ "Ana Garcia y Lopez", "Ana Garcia Lopez", YES }, { "Leonardo da Vinci", "Leonardo Davinci", YES },
	/* short forms and spellings */
	{ "Robert Johnson", "Bob Johnson", YES }, { "Robert Johnson", "Rob Johnson", YES }, { "Stephen Collins", "Steve Collins", YES },
	{ "Maria C. Kudryavtseva", "Masha Kudryavtseva", YES }, { "Aleksandr Petrov", "Sasha Petrov", YES }, { "Alexander Petrov", "Oleksandr Petrov", YES },
	{ "Segun Uzor", "Seg Uzor", YES }, { "Chukwuemeka Obi", "Emeka Obi", YES }, { "Oluwaseun Ojo", "Seun Ojo", YES },
	{ "Yusuf Demir", "Youssef Demir", YES }, { "Mohammed Ali", "Muhammad Ali", YES }, { "Mohammed Khan", "Md Khan", YES },
	{ "Francisco Ruiz", "Paco Ruiz", YES }, { "Ji-hoon Lee", "Ji-hoon Yi", YES }, { "Ji-hoon Park", "Jihoon Bak", YES },
	{ "Ekaterina Ivanova", "Katya Ivanova", YES }, { "Yevgeniy Orlov", "Evgeny Orlov", YES }, { "Rajesh Kumar", "Raj Kumar", YES },
	{ "Hwang Jun-ho", "Whang Joon Ho", YES }, { "Nguyen Van An", "An Nguyen", YES }, { "Katherine Doe", "Kate Doe", YES },
	{ "Jonathon Smith", "Jonathan Smith", YES }, { "Elena Kuznetsova", "Elena Kuznetsov", YES }, { "William Tell", "Guillermo Tell", YES },
	/* one letter: the first, the last, one in the middle, one too many at either end */
	{ "Robert Zelgado", "Robert Delgado", YES }, { "Robert Delgado", "Robert Delgadu", YES }, { "Robert Delgado", "Robert Deltado", YES },
	{ "Robert Delgado", "Robert Adelgado", YES }, { "Robert Delgado", "Robert Delgadon", YES }, { "Robert Zelgado", "Robert Delgadu", OPEN },
	{ "Venkatesh Iyer", "Venky Iyer", YES }, { "Wong Tai", "Huang Tai", YES }, { "Sakura Ito", "Sakura Itoh", YES },
	/* other scripts */
	{ "Ivan Petrov", "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\x9F\xD0\xB5\xD1\x82\xD1\x80\xD0\xBE\xD0\xB2", YES },
	{ "Ivan Petrov", "\xD0\x9F\xD0\x95\xD0\xA2\xD0\xA0\xD0\x9E\xD0\x92 \xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\xA1\xD0\xB5\xD1\x80\xD0\xB3\xD0\xB5\xD0\xB5\xD0\xB2\xD0\xB8\xD1\x87", YES },
	{ "Xiaoming Wang", "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E", YES }, { "Min-jun Kim", "\xEA\xB9\x80\xEB\xAF\xBC\xEC\xA4\x80", YES },
	{ "Muhammad Ali", "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xB9\xD9\x84\xD9\x8A", YES }, { "Taro Yamada", "\xE3\x82\x84\xE3\x81\xBE\xE3\x81\xA0 \xE3\x82\xBF\xE3\x83\xAD\xE3\x82\xA6", YES },
	{ "Giorgos Papadopoulos", "\xCE\x93\xCE\xB9\xCF\x8E\xCF\x81\xCE\xB3\xCE\xBF\xCF\x82 \xCE\xA0\xCE\xB1\xCF\x80\xCE\xB1\xCE\xB4\xCF\x8C\xCF\x80\xCE\xBF\xCF\x85\xCE\xBB\xCE\xBF\xCF\x82", YES },
	{ "Taro Yamada", "\xE5\xB1\xB1\xE7\x94\xB0\xE5\xA4\xAA\xE9\x83\x8E", OPEN }, /* the characters have other readings in Chinese */
	{ "Robert Johnson", "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\x9F\xD0\xB5\xD1\x82\xD1\x80\xD0\xBE\xD0\xB2", OPEN },
	{ "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\x9F\xD0\xB5\xD1\x82\xD1\x80\xD0\xBE\xD0\xB2", "\xD0\x90\xD0\xBD\xD0\xBD\xD0\xB0 \xD0\x9A\xD0\xBB\xD0\xB8\xD0\xBC\xD0\xBE\xD0\xB2\xD0\xB0", NO },
	/* one part in common: a name by marriage, a relative */
	{ "Vera Kiselyova", "Vera Kuznetsov", OPEN }, { "Young-mi Jeon", "Young-mi Na", OPEN }, { "Arjun Venkatesh", "Arjun Iyer", OPEN },
	{ "Young-mi Han", "Ye-jin Han", OPEN }, { "Robert Johnson", "Mary Johnson", OPEN }, { "Ana Lopez Garcia", "Ana Perez Ruiz", OPEN },
	{ "Jan van Dijk", "Piet van Gogh", OPEN }, { "Wei Wang", "Bin Wang", OPEN }, { "Robert Johnson", "Bob Smith", OPEN },
	/* too little, or no name */
	{ "Robert Johnson", "mosswolf7438", OPEN }, { "Robert Johnson", "Neo", OPEN }, { "Robert Johnson", "R. J.", OPEN },
	{ "Robert Johnson", "Canva", OPEN }, { "Robert Johnson", "Microsoft Office User", OPEN }, { "Robert Johnson", "python docx", OPEN },
	{ "Robert Johnson", "Blue Heron Consulting LLC", OPEN }, { "Robert Johnson", "Pale Blue 42", OPEN }, { "Robert Johnson", "", OPEN },
	{ "Robert Johnson", "J. Smith", OPEN }, { "Neo", "Trinity", OPEN }, { "Robert Johnson", "a b c d e f g h i j k l m n", OPEN },
	/* joint holders */
	{ "Robert Johnson", "Robert Johnson and Mary Johnson", YES }, { "Robert Johnson", "Mary & Robert Johnson", YES },
	{ "Musa Nwosu", "Nwosu Consulting", OPEN },
	/* nothing in common */
	{ "Robert Johnson", "Michael Smith", NO }, { "Clark Bennet", "Aaron Tsui", NO }, { "Kaito Morinaga", "Jun Aramaki", NO },
	{ "Shigeru Arata", "Fumie Oda", NO }, { "Min-jun Kim", "Seo-yeon Park", NO }, { "Min-jun Kim", "Thomas Oakley", NO },
	{ "Tran Thi Khoa", "Nguyen Van Son", NO }, { "Jan van der Berg", "Mark de Groot", NO }, { "Wei Zhang", "Lei Chen", NO },
	{ "Rajesh Mehta", "Prakash Yadav", NO }, { "Amaka Abubakar", "Wale Chukwu", NO }, { "Omar Haddad", "Bilal Sabbagh", NO },
	{ "Dr. Robert Johnson", "Dr. Michael Smith", NO }, { "Robert Johnson Jr.", "Michael Smith Jr.", NO }, { "John Q. Public", "Mary Q. Smith", NO },
};

static const struct { const char *name, *handle; bool want; } handles[] = {
	{ "Robert Johnson", "rjohnson", true }, { "Robert Johnson", "johnsonr", true }, { "Robert Johnson", "robert.johnson80", true },
	{ "Robert Johnson", "robert-johnson-dev", true }, { "Robert Johnson", "robertj", true }, { "Robert Johnson", "bobjohnson", false },
	{ "Robert Johnson", "bob.johnson", true }, { "Tr\xE1\xBA\xA7n Th\xE1\xBB\x8B Khoa", "khoatran855", true }, { "Robert Johnson", "rj", false },
	{ "Chen Ma", "chenma669", true }, { "Jae-won Yoon", "jaewonyoon750", true }, { "Jae-won Yoon", "yoon.jw", true },
	{ "Ali El-Amin", "elamin.ali", true }, { "Robert Johnson", "mosswolf7438", false }, { "Robert Johnson", "", false },
	{ "Robert Johnson", "12345", false }, { "Robert Johnson", "jane.doe", false }, { "aa ab ac ad ae af ag ah", "aaaaaaaaaaaaaaaa", false },
};

static void try_folds(void)
{
	char out[NAME_BYTES];
	bool is_foreign;

	for (size_t i = 0; i < COUNT(folds); i++) {
		test_case(folds[i].in);
		struct str got = latin_fold(str_from(folds[i].in), out, sizeof(out), &is_foreign);
		if (folds[i].want)
			CHECK_STR(got, folds[i].want);
		else
			CHECK(!got.ptr);
		CHECK(is_foreign == folds[i].is_foreign);
	}
	test_case("room for all or for nothing");
	CHECK_STR(latin_fold(str_from("abc d"), out, 5, &is_foreign), "abc d");
	CHECK(!latin_fold(str_from("abc d"), out, 4, &is_foreign).ptr);
}

/* Three and four letters that are one sound, two, and what is none. */
static void try_sounds(void)
{
	static const struct { const char *word, *sound; } rows[] = {
		{ "shchuka", "suka" }, { "borshch", "borsk" }, { "tschai", "cai" }, { "tchaikov", "caikov" }, { "dzhaba", "jaba" },
		{ "djamal", "jamal" }, { "dzaba", "dsaba" }, { "schmidt", "smidt" }, { "scott", "skot" }, { "szasz", "sas" },
		{ "zhanna", "jana" }, { "xavier", "savir" }, { "th", "t" }, { "hannah", "hana" }, { "youssef", "iusef" },
		{ "yusuf", "usuf" }, { "x1y", "s1i" }, { "s2", "s2" }, { "oh", "o" }, { "aiah", "a" }, { "eauh", "eau" }, { "", "" },
	};
	char out[NAME_BYTES];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str word = str_from(rows[i].word);
		test_case(rows[i].word);
		CHECK_STR(name_sound(word, out), rows[i].sound);
		struct str consonants = name_consonants(word, out);
		CHECK_NUM(name_sound_lead(word), consonants.len ? *consonants.ptr : '\0');
	}
}

static void try_edits(void)
{
	for (size_t i = 0; i < COUNT(edits); i++) {
		test_case(edits[i].a);
		CHECK_NUM(edit_distance(str_from(edits[i].a), str_from(edits[i].b)), edits[i].want);
		CHECK_NUM(edit_distance(str_from(edits[i].b), str_from(edits[i].a)), edits[i].want);
	}
}

static void try_pairs(void)
{
	char what[256];

	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct str a = str_from(pairs[i].a), b = str_from(pairs[i].b);
		snprintf(what, sizeof(what), "%s / %s", pairs[i].a, pairs[i].b);
		test_case(what);
		CHECK_NUM(name_agree(a, b), pairs[i].want);
		CHECK_NUM(name_agree(b, a), pairs[i].want);
	}
	for (size_t i = 0; i < COUNT(handles); i++) {
		test_case(handles[i].handle);
		CHECK_NUM(name_agree_handle(str_from(handles[i].name), str_from(handles[i].handle)), handles[i].want ? YES : OPEN);
	}
}

/* The search is by halves. */
static void try_forms(void)
{
	static const struct { const char *form, *name; } rows[] = {
#define FORM(form, name) { form, name },
#include "record/name_form.list"
#undef FORM
	};

	for (size_t i = 1; i < COUNT(rows); i++) {
		int order = strcmp(rows[i - 1].form, rows[i].form);
		test_case(rows[i].form);
		CHECK(order < 0 || (order == 0 && strcmp(rows[i - 1].name, rows[i].name) < 0));
		CHECK(name_are_forms(str_from(rows[i].form), str_from(rows[i].name)));
	}
	CHECK(!name_are_forms(str_from("robert"), str_from("william")));
	CHECK(!name_are_forms(str_from("zzz"), str_from("zzz")));
}

void test_name(void)
{
	try_folds();
	try_sounds();
	try_edits();
	try_pairs();
	try_forms();
}
