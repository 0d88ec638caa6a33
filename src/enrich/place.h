/* place.h - postal addresses as people write them: what delivers there, and whether two of them are of one place. */
#ifndef PLACE_H
#define PLACE_H

#include "enrich/fact.h"

/** What delivers there besides a home or an office. */
enum mail_drop {
	DROP_NONE, DROP_CARE_OF, DROP_PO_BOX, DROP_SHOP, DROP_PRIVATE_BOX, DROP_MAILBOX, DROP_FORWARDER, DROPS
};

/** "care_of", "po_box", ...; NULL for DROP_NONE. */
const char *drop_name(enum mail_drop d);

/**
 * What the form of a line (postal.h) says of itself: a private mailbox (USPS DMM 508.1.8), a post office box, a
 * shop, a virtual mailbox or a parcel forwarder by its brand.  Street addresses that many forms share are not known.
 */
enum mail_drop place_drop(struct str form);

/**
 * Add @f beside an address in one text ("Buffalo, NY, US") that stands in @parent: true if it names the town, postcode
 * or street of a home or the claimed place; false if it names none, and says the country, region or town; else
 * nothing.  Of very many addresses nothing is said either.
 */
void put_place_agreement(struct enrich *e, struct node *parent, struct str text, enum fact f);

#endif
