/* Names of every origin are compared alike: the same pairs, made of each origin's own parts, have the same answers. */
#include "base/str.h"
#include "record/name_agree.h"
#include "unit/test.h"

#include <stdio.h>

/* Invented people.  NULL: this origin has no such form. */
struct origin {
	const char *name;
	const char *given, *short_given, *spelled_given; /* one person's given name, as friends say it, in another spelling */
	const char *family, *spelled_family, *married;   /* the same family in another spelling; the name after a marriage */
	const char *middle, *particle;                   /* a further given name; what may stand before the family */
	const char *other_given, *other_family;          /* somebody else */
	const char *written;                             /* "given family" in the origin's own script */
};

static const struct origin origins[] = {
	{ "anglo", "Robert", "Bob", "Robbert", "Johnson", "Jonson", "Baker", "Thomas", "de", "Michael", "Clarke", NULL },
	{ "russian", "Ekaterina", "Katya", "Yekaterina", "Kuznetsova", "Kusnetsova", "Orlova", "Sergeevna", "fon", "Boris", "Tikhonov",
	  "\xD0\x95\xD0\xBA\xD0\xB0\xD1\x82\xD0\xB5\xD1\x80\xD0\xB8\xD0\xBD\xD0\xB0 \xD0\x9A\xD1\x83\xD0\xB7\xD0\xBD\xD0\xB5\xD1\x86\xD0\xBE\xD0\xB2\xD0\xB0" },
	{ "hispanic", "Francisco", "Paco", "Fransisco", "Jim\xC3\xA9nez", "Gimenez", "Ortega", "Javier", "de la", "Rosa", "Palomar", NULL },
	{ "arabic", "Mohammed", "Md", "Muhammad", "Haddad", "Hadad", "Mansour", "Tariq", "al", "Bilal", "Sabbagh",
	  "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xAD\xD8\xAF\xD8\xA7\xD8\xAF" },
	{ "nigerian", "Chukwuemeka", "Emeka", "Chukwuemekah", "Nwachukwu", "Nwachuku", "Balogun", "Ifeanyi", NULL, "Femi", "Adeyinka", NULL },
	{ "indian", "Venkatesh", "Venky", "Venkatesha", "Mukherjee", "Mukerji", "Iyer", "Prasad", NULL, "Leela", "Chopra", NULL },
	{ "chinese", "Xiaoming", NULL, "Xiao-Ming", "Zhang", "Jhang", "Ouyang", "Wen", NULL, "Lei", "Chen",
	  "\xE5\xBC\xA0\xE5\xB0\x8F\xE6\x98\x8E" },
	{ "korean", "Min-jun", NULL, "Minjoon", "Park", "Bak", "Hwang", "Sol", NULL, "Seo-yeon", "Kang", "\xEB\xB0\x95\xEB\xAF\xBC\xEC\xA4\x80" },
	{ "vietnamese", "Khoa", NULL, "Khoa", "Tr\xE1\xBA\xA7n", "Tran", "L\xC3\xBD", "Minh", "Th\xE1\xBB\x8B", "Dung", "Ho", NULL },
	{ "japanese", "Shota", NULL, "Shouta", "Saito", "Saitoh", "Kimura", "Ken", NULL, "Haruka", "Ishii",
	  "\xE3\x81\x97\xE3\x82\x87\xE3\x81\x86\xE3\x81\x9F \xE3\x81\x95\xE3\x81\x84\xE3\x81\xA8\xE3\x81\x86" },
	{ "turkish", "Mehmet", NULL, "Mehmed", "Y\xC4\xB1lmaz", "Yilmaz", "Kaya", "Can", NULL, "Elif", "Demirci", NULL },
	{ "german", "Wolfgang", "Wolf", "Wolffgang", "M\xC3\xBCller", "Mueller", "Brandt", "Dieter", "von", "Ilse", "Krause", NULL },
	{ "polish", "Ma\xC5\x82gorzata", "Gosia", "Malgorzata", "Kowalska", "Kowalski", "Wr\xC3\xB3" "bel", "Ewa", NULL, "Piotr", "Zieli\xC5\x84ski", NULL },
	{ "greek", "Konstantinos", "Konstantin", "Constantinos", "Papadopoulos", "Papadhopoulos", "Ioannou", "Elias", NULL, "Sofia", "Dimas",
	  "\xCE\x9A\xCF\x89\xCE\xBD\xCF\x83\xCF\x84\xCE\xB1\xCE\xBD\xCF\x84\xCE\xAF\xCE\xBD\xCE\xBF\xCF\x82 \xCE\xA0\xCE\xB1\xCF\x80\xCE\xB1\xCE\xB4\xCF\x8C\xCF\x80\xCE\xBF\xCF\x85\xCE\xBB\xCE\xBF\xCF\x82" },
};

/* g s t: given name, short, spelled; f e m: family, spelled, married; i: middle; p: particle; G F: the other person's;
   1 2: the first letter of given and middle; w: written in its own script.  All else stands for itself. */
static const struct { const char *a, *b; enum agreement want; } forms[] = {
	{ "g f", "g f", AGREEMENT_YES }, { "g f", "f g", AGREEMENT_YES }, { "g f", "f, g", AGREEMENT_YES }, { "g f", "g-f", AGREEMENT_YES },
	{ "g f", "g", AGREEMENT_YES }, { "g f", "f", AGREEMENT_YES }, { "g f", "1. f", AGREEMENT_YES }, { "g f", "g 2. f", AGREEMENT_YES },
	{ "g i f", "g f", AGREEMENT_YES }, { "g i f", "f g i", AGREEMENT_YES }, { "g i f", "g 2. f", AGREEMENT_YES }, { "g i f", "1. 2. f", AGREEMENT_YES },
	{ "g f", "s f", AGREEMENT_YES }, { "g f", "t f", AGREEMENT_YES }, { "g f", "g e", AGREEMENT_YES }, { "g i f", "f t", AGREEMENT_YES },
	{ "g p f", "g f", AGREEMENT_YES }, { "g f", "Dr. g f", AGREEMENT_YES }, { "g f", "g f Jr.", AGREEMENT_YES }, { "g f", "G F & g f", AGREEMENT_YES },
	{ "g f", "w", AGREEMENT_YES }, { "g f m", "g f", AGREEMENT_YES }, { "g f m", "m, g", AGREEMENT_YES },
	{ "g f", "g m", AGREEMENT_UNKNOWN }, { "g f", "G f", AGREEMENT_UNKNOWN }, { "g f", "s m", AGREEMENT_UNKNOWN }, { "g f", "G", AGREEMENT_UNKNOWN },
	{ "g f", "1. F", AGREEMENT_UNKNOWN }, { "g f", "G F LLC", AGREEMENT_UNKNOWN }, { "g f", "G F 7", AGREEMENT_UNKNOWN }, { "g i f", "G i F", AGREEMENT_UNKNOWN },
	{ "G F", "w", AGREEMENT_UNKNOWN },
	{ "g f", "G F", AGREEMENT_NO }, { "g f", "F G", AGREEMENT_NO }, { "g i f", "G F", AGREEMENT_NO }, { "g p f", "G F", AGREEMENT_NO },
	{ "Dr. g f", "Dr. G F", AGREEMENT_NO }, { "g m", "G F", AGREEMENT_NO }, { "g f", "G 2. F", AGREEMENT_NO },
};

static const char *part(const struct origin *o, char letter)
{
	switch (letter) {
	case 'g': return o->given;
	case 's': return o->short_given;
	case 't': return o->spelled_given;
	case 'f': return o->family;
	case 'e': return o->spelled_family;
	case 'm': return o->married;
	case 'i': return o->middle;
	case 'p': return o->particle;
	case 'G': return o->other_given;
	case 'F': return o->other_family;
	case 'w': return o->written;
	default: return "";
	}
}

/* A letter that stands alone is a part; false if the origin does not have it. */
static bool build(const struct origin *o, const char *form, char *out, size_t size)
{
	size_t n = 0;

	for (const char *p = form; *p; p++) {
		bool alone = (p == form || strchr(" -.,", p[-1])) && (!p[1] || strchr(" -.,", p[1]));
		const char *text = alone && strchr("gstfemipGFw", *p) ? part(o, *p) : NULL;
		char one[2] = { *p == '1' ? o->given[0] : *p == '2' ? o->middle[0] : *p, '\0' };
		if (alone && strchr("gstfemipGFw", *p) && !text)
			return false;
		n += (size_t)snprintf(out + n, size - n, "%s", text ? text : one);
	}
	return n < size;
}

void test_name_origin(void)
{
	char a[200], b[200], what[512];

	for (size_t i = 0; i < COUNT(forms); i++) {
		size_t tried = 0;
		for (size_t k = 0; k < COUNT(origins); k++) {
			if (!build(&origins[k], forms[i].a, a, sizeof(a)) || !build(&origins[k], forms[i].b, b, sizeof(b)))
				continue;
			tried++;
			snprintf(what, sizeof(what), "%s: %s / %s (%s / %s)", origins[k].name, forms[i].a, forms[i].b, a, b);
			test_case(what);
			CHECK_NUM(name_agree(str_from(a), str_from(b)), forms[i].want);
			CHECK_NUM(name_agree(str_from(b), str_from(a)), forms[i].want);
		}
		test_case(forms[i].a);
		CHECK(tried >= 6);
	}
	/* Names of one origin against another's. */
	for (size_t k = 0; k < COUNT(origins); k++)
		for (size_t j = 0; j < COUNT(origins); j++) {
			if (j == k || !build(&origins[k], "g f", a, sizeof(a)) || !build(&origins[j], "G F", b, sizeof(b)))
				continue;
			snprintf(what, sizeof(what), "%s / %s", a, b);
			test_case(what);
			CHECK_NUM(name_agree(str_from(a), str_from(b)), AGREEMENT_NO);
		}
}
