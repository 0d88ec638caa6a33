#include "record/verification.h"

const struct verification verifications[] = {
	{ "live-video-with-id", "a live video call in which the person holds the identity document beside the face" },
	{ "in-person", "meet the person, at an office or through somebody trusted" },
	{ "notarised-id", "have a notary confirm the identity document in the person's presence" },
	{ "document-authentic", "have the document examined by its issuer or a document service" },
	{ "employer-callback", "call the former employer at a number that you found yourself, not one on the resume" },
	{ "school-callback", "ask the school, through contact data that you found yourself, to confirm the degree" },
	{ "reference-callback", "call the referee back through the switchboard of the company that they work for" },
	{ "phone-callback", "call the number given, at a time not arranged, and see that the person answers" },
	{ "address-confirmed", "confirm that the person lives at the address: a utility bill, or a code sent by post" },
	{ "payee-name-match", "have the bank or payment service confirm that the account is in the person's own name" },
	{ "right-to-work", "check the right to work with the authority that grants it" },
	{ "background-check", "have a background check made by a service that verifies identity itself" },
	{ "location-explained", "ask where the person works from, and compare the answer with what was seen" },
};

const size_t verification_count = COUNT(verifications);

const char *verification_nearest(struct str code)
{
	const char *codes[COUNT(verifications)];

	for (size_t i = 0; i < COUNT(verifications); i++)
		codes[i] = verifications[i].code;
	return str_nearest(code, codes, COUNT(codes));
}

const struct verification *verification_find(struct str code)
{
	for (size_t i = 0; i < COUNT(verifications); i++) {
		if (str_is(code, verifications[i].code))
			return &verifications[i];
	}
	return NULL;
}
