//! Who a partner is, and what it may know of its agreements.

use std::sync::Arc;

use mithaq_policy::{Lang, Standing};
use mithaq_stix::ObjectId;
use mithaq_store::PartnerKey;

use crate::standing::standing_at;
use crate::{ActError, Node};

/// A partner who has shown a token that works. Only [`Node::admit`] makes one.
#[derive(Clone, Debug)]
pub struct Admitted {
    pub(crate) partner: PartnerKey,
    pub(crate) identity: ObjectId,
}

impl Admitted {
    /// The agency's identity.
    pub fn identity(&self) -> &ObjectId {
        &self.identity
    }
}

/// One of the partner's agreements, as far as the partner may know.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The agreement.
    pub agreement: ObjectId,
    /// Its name, in English if it has one.
    pub name: String,
    /// Where it stands.
    pub standing: Standing,
}

impl Node {
    /// The partner who shows `token`, if the token works.
    pub async fn admit(&self, token: &str) -> Result<Option<Admitted>, ActError> {
        let sha256 = crate::partners::token_digest(token);
        self.desk
            .store
            .read(move |view| {
                let Some(partner) = view.partner_by_token(&sha256)? else {
                    return Ok(None);
                };
                let held = view.partner(partner)?;
                Ok(held.map(|held| Admitted {
                    partner,
                    identity: held.card.identity,
                }))
            })
            .await
    }

    /// The agreements under which the partner is, or for the moment is not, given something.
    pub async fn offers(&self, partner: &Admitted) -> Result<Vec<Offer>, ActError> {
        let desk = Arc::clone(&self.desk);
        let identity = partner.identity.clone();
        self.desk
            .store
            .read(move |view| {
                let now = desk.clock.now();
                let mut offers = Vec::new();
                for held in view.agreements_of(&identity)? {
                    let instrument = desk.instrument(&held)?;
                    let standing = standing_at(view, &held, &instrument, now)?;
                    if standing.permits() || standing == Standing::Suspended {
                        offers.push(Offer {
                            agreement: held.id,
                            name: instrument.agreement.name(Lang::En).to_owned(),
                            standing,
                        });
                    }
                }
                Ok(offers)
            })
            .await
    }
}
