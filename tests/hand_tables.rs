//! Proves that the lifecycles permit exactly what the platforms' published pages permit, and
//! nothing else.
//!
//! The tables in this file were written by hand from those pages, which `docs/wechat.md`,
//! `docs/channels_rules.md` and `docs/shopxo.md` state row by row; nothing in it was made from the rules of the crate. Every
//! flow, with no case yet and with every status, is asked for every action by every actor. That is
//! invariant I20: no transition by an actor without the right, from a terminal state, or from a state
//! that is not in the table.

use core::fmt::Debug;
use std::collections::HashSet;

use aftersale::lifecycle::{
    Action, Actor, Evidence, Fact, Flow, Guard, KnownFacts, Lifecycle, Permission, Position, Rule,
    Set, Status, TableReason, Verdict,
};
use aftersale::{channels, shopxo, wechat};

/// The combinations that WeChat permits. One line is one of them:
///
/// row, flow, status (`-`: no case yet), action, actor, next status (`or` another that was seen),
/// `if` guard, guard
const WECHAT: &str = "
W1   refund_only    -                        apply                   buyer     MERCHANT_PROCESSING        if no_other_case_open
W1   return_refund  -                        apply                   buyer     MERCHANT_PROCESSING        if order_shipped, no_other_case_open
W2   refund_only    MERCHANT_PROCESSING      modify                  buyer     MERCHANT_PROCESSING
W2   return_refund  MERCHANT_PROCESSING      modify                  buyer     MERCHANT_PROCESSING
W3   refund_only    MERCHANT_PROCESSING      cancel                  buyer     USER_CANCELD
W3   return_refund  MERCHANT_PROCESSING      cancel                  buyer     USER_CANCELD
W4   refund_only    MERCHANT_PROCESSING      agree_to_refund         merchant  PLATFORM_REFUNDING
W5   return_refund  MERCHANT_PROCESSING      agree_to_return         merchant  USER_WAIT_RETURN
W6   refund_only    MERCHANT_PROCESSING      refuse                  merchant  MERCHANT_REJECT_REFUND     if no_dispute_open
W7   return_refund  MERCHANT_PROCESSING      refuse                  merchant  MERCHANT_REJECT_RETURN     if no_dispute_open
W8   refund_only    MERCHANT_PROCESSING      time_ran_out            clock     PLATFORM_REFUNDING
W9   return_refund  MERCHANT_PROCESSING      time_ran_out            clock     USER_WAIT_RETURN
W10  refund_only    MERCHANT_PROCESSING      agree_for_merchant      platform  PLATFORM_REFUNDING         if order_not_shipped

W11  return_refund  USER_WAIT_RETURN         ship_return             buyer     MERCHANT_WAIT_RECEIPT
W12  return_refund  USER_WAIT_RETURN         time_ran_out            clock     RETURN_CLOSED
W13  return_refund  USER_WAIT_RETURN         waive_return            merchant  PLATFORM_REFUNDING
W14  return_refund  USER_WAIT_RETURN         cancel                  buyer     USER_CANCELD
W15  return_refund  MERCHANT_WAIT_RECEIPT    recall_shipment         buyer     USER_WAIT_RETURN
W16  return_refund  MERCHANT_WAIT_RECEIPT    amend_shipment          buyer     MERCHANT_WAIT_RECEIPT
W17  return_refund  MERCHANT_WAIT_RECEIPT    confirm_receipt         merchant  PLATFORM_REFUNDING
W18  return_refund  MERCHANT_WAIT_RECEIPT    refuse                  merchant  MERCHANT_REJECT_RETURN or MERCHANT_REJECT_REFUND if no_dispute_open
W19  return_refund  MERCHANT_WAIT_RECEIPT    time_ran_out            clock     PLATFORM_REFUNDING

W20  refund_only    MERCHANT_REJECT_REFUND   modify                  buyer     MERCHANT_PROCESSING        if goods_not_sent
W20  return_refund  MERCHANT_REJECT_REFUND   modify                  buyer     MERCHANT_PROCESSING        if goods_not_sent
W20  return_refund  MERCHANT_REJECT_RETURN   modify                  buyer     MERCHANT_PROCESSING        if goods_not_sent
W21  return_refund  RETURN_CLOSED            modify                  buyer     MERCHANT_PROCESSING
W23  return_refund  MERCHANT_REJECT_REFUND   ship_return             buyer     MERCHANT_WAIT_RECEIPT      if goods_sent, waybill_wrong
W23  return_refund  MERCHANT_REJECT_RETURN   ship_return             buyer     MERCHANT_WAIT_RECEIPT      if goods_sent, waybill_wrong
W24  refund_only    MERCHANT_REJECT_REFUND   cancel                  buyer     USER_CANCELD
W24  return_refund  MERCHANT_REJECT_REFUND   cancel                  buyer     USER_CANCELD
W24  return_refund  MERCHANT_REJECT_RETURN   cancel                  buyer     USER_CANCELD
W25  return_refund  RETURN_CLOSED            time_ran_out            clock     USER_CANCELD               if no_dispute_open
W26  refund_only    MERCHANT_REJECT_REFUND   time_ran_out            clock     USER_CANCELD               if no_dispute_open
W26  return_refund  MERCHANT_REJECT_REFUND   time_ran_out            clock     USER_CANCELD               if no_dispute_open
W26  return_refund  MERCHANT_REJECT_RETURN   time_ran_out            clock     USER_CANCELD               if no_dispute_open
W27  refund_only    MERCHANT_REJECT_REFUND   escalate                buyer     MERCHANT_REJECT_REFUND     if no_dispute_open
W27  return_refund  MERCHANT_REJECT_REFUND   escalate                buyer     MERCHANT_REJECT_REFUND     if no_dispute_open
W27  return_refund  MERCHANT_REJECT_RETURN   escalate                buyer     MERCHANT_REJECT_RETURN     if no_dispute_open
W27  return_refund  RETURN_CLOSED            escalate                buyer     RETURN_CLOSED              if no_dispute_open
W28  refund_only    MERCHANT_REJECT_REFUND   rule_for_buyer          platform  PLATFORM_REFUNDING         if dispute_open
W28  return_refund  MERCHANT_REJECT_REFUND   rule_for_buyer          platform  PLATFORM_REFUNDING         if dispute_open
W28  return_refund  MERCHANT_REJECT_RETURN   rule_for_buyer          platform  PLATFORM_REFUNDING         if dispute_open
W28  return_refund  RETURN_CLOSED            rule_for_buyer          platform  PLATFORM_REFUNDING         if dispute_open
W29  return_refund  MERCHANT_REJECT_RETURN   rule_return_first       platform  USER_WAIT_RETURN           if dispute_open
W29  return_refund  RETURN_CLOSED            rule_return_first       platform  USER_WAIT_RETURN           if dispute_open
W30  refund_only    MERCHANT_REJECT_REFUND   rule_for_merchant       platform  MERCHANT_FAIL              if dispute_open
W30  return_refund  MERCHANT_REJECT_REFUND   rule_for_merchant       platform  MERCHANT_FAIL              if dispute_open
W30  return_refund  MERCHANT_REJECT_RETURN   rule_for_merchant       platform  MERCHANT_FAIL              if dispute_open
W30  return_refund  RETURN_CLOSED            rule_for_merchant       platform  MERCHANT_FAIL              if dispute_open
W31  refund_only    MERCHANT_PROCESSING      force_refund            platform  PLATFORM_REFUNDING
W31  refund_only    MERCHANT_REJECT_REFUND   force_refund            platform  PLATFORM_REFUNDING
W31  refund_only    MERCHANT_OVERDUE_REFUND  force_refund            platform  PLATFORM_REFUNDING
W31  refund_only    PLATFORM_REFUNDING       force_refund            platform  PLATFORM_REFUNDING
W31  refund_only    PLATFORM_REFUND_FAIL     force_refund            platform  PLATFORM_REFUNDING
W31  refund_only    USER_WAIT_CONFIRM        force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  MERCHANT_PROCESSING      force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  MERCHANT_REJECT_REFUND   force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  MERCHANT_REJECT_RETURN   force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  USER_WAIT_RETURN         force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  RETURN_CLOSED            force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  MERCHANT_WAIT_RECEIPT    force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  MERCHANT_OVERDUE_REFUND  force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  PLATFORM_REFUNDING       force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  PLATFORM_REFUND_FAIL     force_refund            platform  PLATFORM_REFUNDING
W31  return_refund  USER_WAIT_CONFIRM        force_refund            platform  PLATFORM_REFUNDING

W32  refund_only    PLATFORM_REFUNDING       refund_succeeded        platform  MERCHANT_REFUND_SUCCESS
W33  return_refund  PLATFORM_REFUNDING       refund_succeeded        platform  MERCHANT_RETURN_SUCCESS
W34  refund_only    PLATFORM_REFUNDING       refund_failed           platform  PLATFORM_REFUND_FAIL
W34  return_refund  PLATFORM_REFUNDING       refund_failed           platform  PLATFORM_REFUND_FAIL
W35  refund_only    PLATFORM_REFUND_FAIL     prove_offline_refund    merchant  USER_WAIT_CONFIRM
W35  return_refund  PLATFORM_REFUND_FAIL     prove_offline_refund    merchant  USER_WAIT_CONFIRM
W36  refund_only    PLATFORM_REFUND_FAIL     time_ran_out            clock     MERCHANT_OVERDUE_REFUND
W36  return_refund  PLATFORM_REFUND_FAIL     time_ran_out            clock     MERCHANT_OVERDUE_REFUND
W37  refund_only    MERCHANT_OVERDUE_REFUND  prove_offline_refund    merchant  USER_WAIT_CONFIRM
W37  return_refund  MERCHANT_OVERDUE_REFUND  prove_offline_refund    merchant  USER_WAIT_CONFIRM
W38  refund_only    USER_WAIT_CONFIRM        confirm_offline_refund  buyer     MERCHANT_REFUND_SUCCESS
W38  return_refund  USER_WAIT_CONFIRM        confirm_offline_refund  buyer     MERCHANT_RETURN_SUCCESS
W40  refund_only    PLATFORM_REFUND_FAIL     close                   platform  MERCHANT_REFUND_RETRY_FAIL
W40  return_refund  PLATFORM_REFUND_FAIL     close                   platform  MERCHANT_REFUND_RETRY_FAIL
W40  refund_only    MERCHANT_OVERDUE_REFUND  close                   platform  MERCHANT_REFUND_RETRY_FAIL
W40  return_refund  MERCHANT_OVERDUE_REFUND  close                   platform  MERCHANT_REFUND_RETRY_FAIL
W41  refund_only    PLATFORM_REFUND_FAIL     retry_refund            platform  PLATFORM_REFUNDING
W41  return_refund  PLATFORM_REFUND_FAIL     retry_refund            platform  PLATFORM_REFUNDING
";

/// The combinations that ShopXO permits, in the same form.
///
/// Its audit is three actions here, because money takes time: to agree, and to report the refund as
/// succeeded or as failed.
const SHOPXO: &str = "
X1  refund_only    -                apply             buyer     TO_BE_REVIEWED   if no_other_case_open
X2  return_refund  -                apply             buyer     TO_BE_CONFIRMED  if no_other_case_open
X3  return_refund  TO_BE_CONFIRMED  agree_to_return   merchant  TO_BE_RETURNED
X4  return_refund  TO_BE_RETURNED   ship_return       buyer     TO_BE_REVIEWED
X5  refund_only    TO_BE_REVIEWED   agree_to_refund   merchant  TO_BE_REVIEWED   if no_refund_under_way
X5  return_refund  TO_BE_REVIEWED   agree_to_refund   merchant  TO_BE_REVIEWED   if no_refund_under_way
X5  refund_only    TO_BE_REVIEWED   refund_succeeded  platform  COMPLETED        if refund_under_way
X5  return_refund  TO_BE_REVIEWED   refund_succeeded  platform  COMPLETED        if refund_under_way
X5  refund_only    TO_BE_REVIEWED   refund_failed     platform  TO_BE_REVIEWED   if refund_under_way
X5  return_refund  TO_BE_REVIEWED   refund_failed     platform  TO_BE_REVIEWED   if refund_under_way
X6  refund_only    TO_BE_CONFIRMED  refuse            merchant  REJECTED
X6  return_refund  TO_BE_CONFIRMED  refuse            merchant  REJECTED
X6  refund_only    TO_BE_REVIEWED   refuse            merchant  REJECTED         if no_refund_under_way
X6  return_refund  TO_BE_REVIEWED   refuse            merchant  REJECTED         if no_refund_under_way
X7  refund_only    TO_BE_CONFIRMED  cancel            buyer     CANCELLED
X7  refund_only    TO_BE_CONFIRMED  cancel            merchant  CANCELLED
X7  return_refund  TO_BE_CONFIRMED  cancel            buyer     CANCELLED
X7  return_refund  TO_BE_CONFIRMED  cancel            merchant  CANCELLED
X7  refund_only    TO_BE_RETURNED   cancel            buyer     CANCELLED
X7  refund_only    TO_BE_RETURNED   cancel            merchant  CANCELLED
X7  return_refund  TO_BE_RETURNED   cancel            buyer     CANCELLED
X7  return_refund  TO_BE_RETURNED   cancel            merchant  CANCELLED
X7  refund_only    REJECTED         cancel            buyer     CANCELLED
X7  refund_only    REJECTED         cancel            merchant  CANCELLED
X7  return_refund  REJECTED         cancel            buyer     CANCELLED
X7  return_refund  REJECTED         cancel            merchant  CANCELLED
X7  refund_only    TO_BE_REVIEWED   cancel            buyer     CANCELLED        if no_refund_under_way
X7  refund_only    TO_BE_REVIEWED   cancel            merchant  CANCELLED        if no_refund_under_way
X7  return_refund  TO_BE_REVIEWED   cancel            buyer     CANCELLED        if no_refund_under_way
X7  return_refund  TO_BE_REVIEWED   cancel            merchant  CANCELLED        if no_refund_under_way
";

/// The rows of the mini-shop that the Channels shop has in another way. It shares all others.
const NOT_SHARED: [&str; 2] = ["W1", "W27"];

/// The combinations that the Channels shop permits besides those that it shares with the mini-shop, in the same form.
///
/// `becomes`: the flow of the case afterwards, where it is another.
const CHANNELS: &str = "
C1   refund_only    -                                     apply              buyer     MERCHANT_PROCESSING if no_other_case_open
C1   refund_only    -                                     apply              platform  MERCHANT_PROCESSING if no_other_case_open
C1   return_refund  -                                     apply              buyer     MERCHANT_PROCESSING if order_shipped, no_other_case_open
C1   return_refund  -                                     apply              platform  MERCHANT_PROCESSING if order_shipped, no_other_case_open
C2   exchange       -                                     apply              buyer     MERCHANT_PROCESSING if no_other_case_open
C2   reship         -                                     apply              buyer     MERCHANT_PROCESSING if no_other_case_open
C3   exchange       MERCHANT_PROCESSING                   cancel             buyer     USER_CANCELD
C3   reship         MERCHANT_PROCESSING                   cancel             buyer     USER_CANCELD
C4   refund_only    MERCHANT_PROCESSING                   propose_terms      merchant  USER_WAIT_CONFIRM_UPDATE
C4   return_refund  MERCHANT_PROCESSING                   propose_terms      merchant  USER_WAIT_CONFIRM_UPDATE
C4   exchange       MERCHANT_PROCESSING                   propose_terms      merchant  USER_WAIT_CONFIRM_UPDATE
C5   refund_only    USER_WAIT_CONFIRM_UPDATE              accept_proposal    buyer     PLATFORM_REFUNDING
C5   return_refund  USER_WAIT_CONFIRM_UPDATE              accept_proposal    buyer     PLATFORM_REFUNDING becomes refund_only
C6   refund_only    USER_WAIT_CONFIRM_UPDATE              decline_proposal   buyer     MERCHANT_PROCESSING
C6   return_refund  USER_WAIT_CONFIRM_UPDATE              decline_proposal   buyer     MERCHANT_PROCESSING
C6   exchange       USER_WAIT_CONFIRM_UPDATE              decline_proposal   buyer     MERCHANT_PROCESSING
C7   refund_only    USER_WAIT_CONFIRM_UPDATE              time_ran_out       clock     MERCHANT_PROCESSING
C7   return_refund  USER_WAIT_CONFIRM_UPDATE              time_ran_out       clock     MERCHANT_PROCESSING
C7   exchange       USER_WAIT_CONFIRM_UPDATE              time_ran_out       clock     MERCHANT_PROCESSING
C8   refund_only    USER_WAIT_CONFIRM_UPDATE              cancel             buyer     USER_CANCELD
C8   return_refund  USER_WAIT_CONFIRM_UPDATE              cancel             buyer     USER_CANCELD
C8   exchange       USER_WAIT_CONFIRM_UPDATE              cancel             buyer     USER_CANCELD
C9   refund_only    -                                     apply_for_buyer    merchant  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE if no_other_case_open
C9   return_refund  -                                     apply_for_buyer    merchant  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE if no_other_case_open
C9   exchange       -                                     apply_for_buyer    merchant  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE if no_other_case_open
C9   reship         -                                     apply_for_buyer    merchant  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE if no_other_case_open
C10  refund_only    USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  accept_proposal    buyer     PLATFORM_REFUNDING
C11  return_refund  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  accept_proposal    buyer     USER_WAIT_RETURN
C11  exchange       USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  accept_proposal    buyer     USER_WAIT_RETURN
C12  refund_only    USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  decline_proposal   buyer     USER_CANCELD
C12  return_refund  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  decline_proposal   buyer     USER_CANCELD
C12  exchange       USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  decline_proposal   buyer     USER_CANCELD
C12  reship         USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  decline_proposal   buyer     USER_CANCELD
C13  refund_only    MERCHANT_PROCESSING                   intercept_parcel   merchant  WAIT_PACKAGE_INTERCEPT
C14  refund_only    WAIT_PACKAGE_INTERCEPT                parcel_intercepted platform  PLATFORM_REFUNDING
C15  exchange       MERCHANT_PROCESSING                   agree_to_return    merchant  USER_WAIT_RETURN
C16  exchange       MERCHANT_PROCESSING                   refuse             merchant  MERCHANT_REJECT_EXCHANGE if no_dispute_open
C17  exchange       USER_WAIT_RETURN                      ship_return        buyer     MERCHANT_WAIT_RECEIPT
C18  exchange       USER_WAIT_RETURN                      cancel             buyer     USER_CANCELD
C19  exchange       MERCHANT_WAIT_RECEIPT                 ship_exchange      merchant  USER_WAIT_RECEIPT
C20  exchange       MERCHANT_WAIT_RECEIPT                 refuse             merchant  MERCHANT_REJECT_RESHIP
C21  exchange       USER_WAIT_RECEIPT                     confirm_exchange   buyer     MERCHANT_EXCHANGE_SUCCESS
C22  exchange       MERCHANT_REJECT_EXCHANGE              cancel             buyer     USER_CANCELD
C23  exchange       MERCHANT_REJECT_EXCHANGE              time_ran_out       clock     USER_CANCELD if no_dispute_open
C23  exchange       MERCHANT_REJECT_RESHIP                time_ran_out       clock     USER_CANCELD if no_dispute_open
C24  refund_only    MERCHANT_PROCESSING                   escalate           platform  MERCHANT_PROCESSING or PLATFORM_PROCESSING if no_dispute_open
C24  return_refund  MERCHANT_PROCESSING                   escalate           platform  MERCHANT_PROCESSING or PLATFORM_PROCESSING if no_dispute_open
C24  exchange       MERCHANT_PROCESSING                   escalate           platform  MERCHANT_PROCESSING or PLATFORM_PROCESSING if no_dispute_open
C25  refund_only    MERCHANT_REJECT_REFUND                escalate           buyer     MERCHANT_REJECT_REFUND or PLATFORM_PROCESSING if no_dispute_open
C25  return_refund  MERCHANT_REJECT_REFUND                escalate           buyer     MERCHANT_REJECT_REFUND or PLATFORM_PROCESSING if no_dispute_open
C25  return_refund  MERCHANT_REJECT_RETURN                escalate           buyer     MERCHANT_REJECT_RETURN or PLATFORM_PROCESSING if no_dispute_open
C25  return_refund  RETURN_CLOSED                         escalate           buyer     RETURN_CLOSED or PLATFORM_PROCESSING if no_dispute_open
C25  exchange       MERCHANT_REJECT_EXCHANGE              escalate           buyer     MERCHANT_REJECT_EXCHANGE or PLATFORM_PROCESSING if no_dispute_open
C25  exchange       MERCHANT_REJECT_RESHIP                escalate           buyer     MERCHANT_REJECT_RESHIP or PLATFORM_PROCESSING if no_dispute_open
C26  refund_only    MERCHANT_PROCESSING                   rule_for_buyer     platform  PLATFORM_REFUNDING if dispute_open
C26  refund_only    PLATFORM_PROCESSING                   rule_for_buyer     platform  PLATFORM_REFUNDING if dispute_open
C26  return_refund  MERCHANT_PROCESSING                   rule_for_buyer     platform  PLATFORM_REFUNDING if dispute_open
C26  return_refund  PLATFORM_PROCESSING                   rule_for_buyer     platform  PLATFORM_REFUNDING if dispute_open
C27  return_refund  MERCHANT_PROCESSING                   rule_return_first  platform  USER_WAIT_RETURN if dispute_open
C27  return_refund  PLATFORM_PROCESSING                   rule_return_first  platform  USER_WAIT_RETURN if dispute_open
C27  exchange       MERCHANT_PROCESSING                   rule_return_first  platform  USER_WAIT_RETURN if dispute_open
C27  exchange       MERCHANT_REJECT_EXCHANGE              rule_return_first  platform  USER_WAIT_RETURN if dispute_open
C27  exchange       PLATFORM_PROCESSING                   rule_return_first  platform  USER_WAIT_RETURN if dispute_open
C28  refund_only    MERCHANT_PROCESSING                   rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C28  refund_only    PLATFORM_PROCESSING                   rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C28  return_refund  MERCHANT_PROCESSING                   rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C28  return_refund  PLATFORM_PROCESSING                   rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C28  exchange       MERCHANT_PROCESSING                   rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C28  exchange       PLATFORM_PROCESSING                   rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C29  exchange       MERCHANT_REJECT_EXCHANGE              rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C29  exchange       MERCHANT_REJECT_RESHIP                rule_for_merchant  platform  MERCHANT_FAIL if dispute_open
C30  refund_only    USER_WAIT_CONFIRM_UPDATE              force_refund       platform  PLATFORM_REFUNDING
C30  refund_only    USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  force_refund       platform  PLATFORM_REFUNDING
C30  refund_only    WAIT_PACKAGE_INTERCEPT                force_refund       platform  PLATFORM_REFUNDING
C30  refund_only    PLATFORM_PROCESSING                   force_refund       platform  PLATFORM_REFUNDING
C30  return_refund  USER_WAIT_CONFIRM_UPDATE              force_refund       platform  PLATFORM_REFUNDING
C30  return_refund  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE  force_refund       platform  PLATFORM_REFUNDING
C30  return_refund  PLATFORM_PROCESSING                   force_refund       platform  PLATFORM_REFUNDING
";

/// The evidence for each row of WeChat, in each flow that has it.
const WECHAT_EVIDENCE: &str = "
W1   refund_only    documented
W1   return_refund  documented
W2   refund_only    reported
W2   return_refund  reported
W3   refund_only    inferred
W3   return_refund  inferred
W4   refund_only    documented
W5   return_refund  documented
W6   refund_only    reported
W7   return_refund  inferred
W8   refund_only    documented
W9   return_refund  documented
W10  refund_only    documented
W11  return_refund  documented
W12  return_refund  documented
W13  return_refund  inferred
W14  return_refund  inferred
W15  return_refund  documented
W16  return_refund  documented
W17  return_refund  documented
W18  return_refund  inferred
W19  return_refund  documented
W20  refund_only    reported
W20  return_refund  reported
W21  return_refund  inferred
W23  return_refund  inferred
W24  refund_only    documented
W24  return_refund  inferred
W25  return_refund  documented
W26  refund_only    inferred
W26  return_refund  inferred
W27  refund_only    inferred
W27  return_refund  inferred
W28  refund_only    documented
W28  return_refund  documented
W29  return_refund  documented
W30  refund_only    documented
W30  return_refund  documented
W31  refund_only    inferred
W31  return_refund  inferred
W32  refund_only    reported
W33  return_refund  reported
W34  refund_only    documented
W34  return_refund  documented
W35  refund_only    reported
W35  return_refund  reported
W36  refund_only    documented
W36  return_refund  documented
W37  refund_only    inferred
W37  return_refund  inferred
W38  refund_only    reported
W38  return_refund  reported
W40  refund_only    inferred
W40  return_refund  inferred
W41  refund_only    inferred
W41  return_refund  inferred
";

/// The evidence for each row that the Channels shop has besides.
const CHANNELS_EVIDENCE: &str = "
C1   refund_only    documented
C1   return_refund  documented
C2   exchange       inferred
C2   reship         inferred
C3   exchange       inferred
C3   reship         inferred
C4   refund_only    documented
C4   return_refund  documented
C4   exchange       documented
C5   refund_only    documented
C5   return_refund  documented
C6   refund_only    documented
C6   return_refund  inferred
C6   exchange       inferred
C7   refund_only    inferred
C7   return_refund  inferred
C7   exchange       inferred
C8   refund_only    inferred
C8   return_refund  inferred
C8   exchange       inferred
C9   refund_only    inferred
C9   return_refund  inferred
C9   exchange       inferred
C9   reship         inferred
C10  refund_only    documented
C11  return_refund  inferred
C11  exchange       inferred
C12  refund_only    inferred
C12  return_refund  inferred
C12  exchange       inferred
C12  reship         inferred
C13  refund_only    inferred
C14  refund_only    documented
C15  exchange       documented
C16  exchange       inferred
C17  exchange       inferred
C18  exchange       inferred
C19  exchange       inferred
C20  exchange       inferred
C21  exchange       inferred
C22  exchange       inferred
C23  exchange       inferred
C24  refund_only    inferred
C24  return_refund  inferred
C24  exchange       inferred
C25  refund_only    inferred
C25  return_refund  inferred
C25  exchange       inferred
C26  refund_only    inferred
C26  return_refund  inferred
C27  return_refund  inferred
C27  exchange       inferred
C28  refund_only    inferred
C28  return_refund  inferred
C28  exchange       inferred
C29  exchange       inferred
C30  refund_only    inferred
C30  return_refund  inferred
";

/// The evidence for each row of ShopXO: its source code has all of them.
const SHOPXO_EVIDENCE: &str = "
X1  refund_only    documented
X2  return_refund  documented
X3  return_refund  documented
X4  return_refund  documented
X5  refund_only    documented
X5  return_refund  documented
X6  refund_only    documented
X6  return_refund  documented
X7  refund_only    documented
X7  return_refund  documented
";

/// One line of a hand table.
#[derive(Clone, Debug)]
struct Line<S: 'static> {
    row: &'static str,
    flow: Flow,
    from: Option<S>,
    action: Action,
    actor: Actor,
    /// The next status, then the others that were seen.
    outcomes: Vec<S>,
    /// The flow afterwards, where it is another.
    becomes: Option<Flow>,
    guards: Vec<Guard>,
}

impl<S: Status> Line<S> {
    fn read(line: &'static str) -> Self {
        let (line, guards) = line.split_once(" if ").unwrap_or((line, ""));
        let (line, becomes) = match line.split_once(" becomes ") {
            Some((line, flow)) => (line, Some(term(Flow::ALL, flow.trim()))),
            None => (line, None),
        };
        let columns: Vec<&str> = line.split_whitespace().filter(|word| *word != "or").collect();
        let [row, flow, from, action, actor, outcomes @ ..] = columns.as_slice() else {
            panic!("too few columns: {line}");
        };
        assert!(!outcomes.is_empty(), "no next status: {line}");
        Self {
            row,
            flow: term(Flow::ALL, flow),
            from: (*from != "-").then(|| status(from)),
            action: term(Action::ALL, action),
            actor: term(Actor::ALL, actor),
            outcomes: outcomes.iter().map(|name| status(name)).collect(),
            becomes,
            guards: guards
                .split(", ")
                .filter(|guard| !guard.is_empty())
                .map(|guard| term(Guard::ALL, guard))
                .collect(),
        }
    }

    fn position(&self) -> Position<S> {
        match self.from {
            Some(from) => Position::at(self.flow, from),
            None => Position::before(self.flow),
        }
    }

    /// The position of the line with all its guards met, but for this one.
    fn position_with_all_met_but(&self, unmet: Option<Guard>) -> Position<S> {
        self.guards.iter().fold(self.position(), |position, guard| {
            position.knowing(guard.fact(), guard.wants() != (unmet == Some(*guard)))
        })
    }
}

/// The status that the platform writes so.
fn status<S: Status>(name: &str) -> S {
    *S::ALL.iter().find(|status| status.name() == name).unwrap_or_else(|| panic!("{name}?"))
}

/// The variant whose name in snake case is this.
fn term<T: Copy + Debug>(all: &[T], name: &str) -> T {
    let plain = name.replace('_', "");
    *all.iter()
        .find(|term| format!("{term:?}").to_lowercase() == plain)
        .unwrap_or_else(|| panic!("{name}?"))
}

/// A hand table, and the lifecycle that it is about.
struct Table<S: 'static> {
    lifecycle: Lifecycle<S>,
    lines: Vec<Line<S>>,
}

fn wechat_table() -> Table<wechat::AfterSaleStatus> {
    Table::read(wechat::LIFECYCLE, WECHAT)
}

fn shopxo_table() -> Table<shopxo::AfterSaleStatus> {
    Table::read(shopxo::LIFECYCLE, SHOPXO)
}

fn channels_table() -> Table<channels::AfterSaleStatus> {
    let shared = Table::read(channels::LIFECYCLE, WECHAT).lines.into_iter();
    let mut table = Table::read(channels::LIFECYCLE, CHANNELS);
    table.lines.extend(shared.filter(|line| !NOT_SHARED.contains(&line.row)));
    table
}

impl<S: Status> Table<S> {
    fn read(lifecycle: Lifecycle<S>, text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty()).map(Line::read).collect();
        Self { lifecycle, lines }
    }

    /// The line for this combination, if the table permits it.
    fn line(&self, position: &Position<S>, actor: Actor, action: Action) -> Option<&Line<S>> {
        self.lines.iter().find(|line| {
            line.flow == position.flow
                && line.from == position.status
                && line.actor == actor
                && line.action == action
        })
    }
}

/// No case yet and every status, in every flow, with nothing else known.
fn positions<S: Status>() -> Vec<Position<S>> {
    let of_flow = |flow: &Flow| {
        let flow = *flow;
        let statuses = S::ALL.iter().map(move |status| Position::at(flow, *status));
        core::iter::once(Position::before(flow)).chain(statuses)
    };
    Flow::ALL.iter().flat_map(of_flow).collect()
}

/// Everything that can be asked.
fn combinations<S: Status>() -> Vec<(Position<S>, Actor, Action)> {
    let mut combinations = Vec::new();
    for position in positions() {
        for actor in Actor::ALL {
            for action in Action::ALL {
                combinations.push((position, *actor, *action));
            }
        }
    }
    combinations
}

/// Every way in which each fact can hold, not hold, or not be known.
fn all_knowledge() -> Vec<KnownFacts> {
    Fact::ALL.iter().fold(vec![KnownFacts::UNKNOWN], |known, fact| {
        known.iter().flat_map(|so| [*so, so.with(*fact, true), so.with(*fact, false)]).collect()
    })
}

/// Returns what is permitted, in the terms of the hand tables.
#[derive(Debug, PartialEq)]
struct Permitted<S> {
    row: &'static str,
    flow: Flow,
    outcomes: Vec<S>,
    only_if: Set<Guard>,
}

impl<S: Status> From<&Line<S>> for Permitted<S> {
    fn from(line: &Line<S>) -> Self {
        Self {
            row: line.row,
            flow: line.becomes.unwrap_or(line.flow),
            outcomes: line.outcomes.clone(),
            only_if: line.guards.iter().copied().collect(),
        }
    }
}

impl<S: Status> From<Permission<S>> for Permitted<S> {
    fn from(permission: Permission<S>) -> Self {
        let transition = permission.transition;
        let mut outcomes = vec![transition.to];
        outcomes.extend(transition.rule.also_seen);
        Self {
            row: transition.rule.row,
            flow: transition.flow,
            outcomes,
            only_if: permission.only_if,
        }
    }
}

fn assert_judges_as_the_table<S: Status>(table: &Table<S>) {
    let differences = differences(table, &combinations());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Returns where lifecycle and table differ.
fn differences<S: Status>(
    table: &Table<S>,
    combinations: &[(Position<S>, Actor, Action)],
) -> Vec<String> {
    let mut differences = Vec::new();
    for &(position, actor, action) in combinations {
        let expected = table.line(&position, actor, action).map(Permitted::from);
        let judged = match table.lifecycle.judge(&position, actor, action) {
            Verdict::Permitted(permission) => Some(Permitted::from(permission)),
            Verdict::Refused(_) => None,
        };
        if judged != expected {
            let Position { flow, status, .. } = position;
            differences.push(format!(
                "{flow:?} {status:?} {action:?} {actor:?}:\n  table {expected:?}\n  crate {judged:?}"
            ));
        }
    }
    differences
}

/// The line with one thing in it changed, in every column; or without it, when it is gone.
fn altered<S: Status>(line: &Line<S>) -> Vec<Option<Line<S>>> {
    fn next<T: Copy + PartialEq>(all: &[T], one: T) -> T {
        let place = all.iter().position(|other| *other == one).unwrap();
        all[(place + 1) % all.len()]
    }
    let mut altered = vec![
        None,
        Some(Line { row: "another row", ..line.clone() }),
        Some(Line { flow: next(Flow::ALL, line.flow), ..line.clone() }),
        Some(Line { action: next(Action::ALL, line.action), ..line.clone() }),
        Some(Line { actor: next(Actor::ALL, line.actor), ..line.clone() }),
        Some(Line {
            from: line.from.map_or(Some(S::ALL[0]), |from| Some(next(S::ALL, from))),
            ..line.clone()
        }),
        Some(Line {
            becomes: match line.becomes {
                Some(_) => None,
                None => Some(next(Flow::ALL, line.flow)),
            },
            ..line.clone()
        }),
    ];
    for place in 0..line.outcomes.len() {
        let mut other = line.clone();
        other.outcomes[place] = next(S::ALL, other.outcomes[place]);
        altered.push(Some(other));
    }
    for guard in Guard::ALL {
        let guards = match line.guards.contains(guard) {
            true => line.guards.iter().filter(|other| *other != guard).copied().collect(),
            false => [line.guards.as_slice(), &[*guard]].concat(),
        };
        altered.push(Some(Line { guards, ..line.clone() }));
    }
    altered
}

/// Asserts that whatever is altered in one line, the lifecycle is no longer as the table. Returns how much
/// that is.
fn assert_every_altered_line_is_found<S: Status>(mut table: Table<S>) -> usize {
    let combinations = combinations();
    let mut count = 0;
    for place in 0..table.lines.len() {
        let line = table.lines[place].clone();
        let around = |(position, ..): &&(Position<S>, Actor, Action)| position.status == line.from;
        let around: Vec<_> = combinations.iter().filter(around).copied().collect();
        for other in altered(&line) {
            match &other {
                Some(other) => table.lines[place] = other.clone(),
                // A second line for the same combination is never used.
                None => table.lines[place] = table.lines[(place + 1) % table.lines.len()].clone(),
            }
            assert!(!differences(&table, &around).is_empty(), "{line:?} altered to {other:?}");
            count += 1;
        }
        table.lines[place] = line;
    }
    count
}

fn assert_met_guards_lead_there<S: Status>(table: &Table<S>) {
    for line in &table.lines {
        let position = line.position_with_all_met_but(None);
        let done = table.lifecycle.next(&position, line.actor, line.action);
        assert_eq!(done.map(|done| done.to), Ok(line.outcomes[0]), "{line:?}");
        assert_eq!(table.lifecycle.why_not(&position, line.actor, line.action), None, "{line:?}");
    }
}

fn assert_leads_to_as_the_lines<S: Status>(lifecycle: Lifecycle<S>, table: &Table<S>) {
    for (position, actor, action) in combinations() {
        let line = table.line(&position, actor, action);
        assert_eq!(
            lifecycle.leads_to(position.flow, position.status, actor, action),
            line.map(|line| line.outcomes[0]),
            "{actor:?} {action:?} at {position:?}"
        );
    }
}

/// The same lifecycle as a host makes it that calls no macro: without the rows of the bare look-up.
fn without_rows<S: Status>(lifecycle: Lifecycle<S>) -> Lifecycle<S> {
    let last = S::ALL.iter().map(|status| status.stored_number()).max().unwrap();
    let mut look_up = Vec::new();
    for flow in Flow::ALL {
        for place in 0..=last + 1 {
            let status = place.checked_sub(1).map(S::from_stored_number);
            for action in Action::ALL {
                let rule = match status {
                    Some(None) => None,
                    Some(status) => lifecycle.rule(*flow, status, *action),
                    None => lifecycle.rule(*flow, None, *action),
                };
                let is_it = |other: &Rule<S>| rule.is_some_and(|rule| core::ptr::eq(rule, other));
                let number = lifecycle.rules().iter().position(is_it).map_or(0, |index| index + 1);
                look_up.push(u8::try_from(number).unwrap());
            }
        }
    }
    Lifecycle::new(Box::leak(Box::new(aftersale::lifecycle::Table::new(
        lifecycle.platform(),
        &[],
        lifecycle.rules(),
        lifecycle.standings(),
        usize::from(last) + 2,
        look_up.leak(),
        &[],
    ))))
}

fn assert_one_unmet_guard_refuses<S: Status>(table: &Table<S>) {
    for line in &table.lines {
        for guard in &line.guards {
            let position = line.position_with_all_met_but(Some(*guard));
            let refusal = table.lifecycle.next(&position, line.actor, line.action).unwrap_err();
            let reasons: Vec<TableReason<S>> = refusal.reasons().collect();
            assert_eq!(reasons, [TableReason::GuardNotMet { guard: *guard }], "{line:?}");
        }
    }
}

fn assert_the_rest_is_refused<S: Status>(table: &Table<S>) {
    let lifecycle = table.lifecycle;
    let all_knowledge = all_knowledge();
    for (position, actor, action) in combinations() {
        if table.line(&position, actor, action).is_some() {
            continue;
        }
        let what = format!("{actor:?} {action:?} at {position:?}");
        let Verdict::Refused(refusal) = lifecycle.judge(&position, actor, action) else {
            panic!("{what}");
        };
        assert!(refusal.reasons().next().is_some(), "{what}");
        assert_eq!(lifecycle.next(&position, actor, action), Err(refusal), "{what}");
        assert_eq!(lifecycle.why_not(&position, actor, action), Some(refusal), "{what}");
        for facts in &all_knowledge {
            let position = Position { facts: *facts, ..position };
            assert!(lifecycle.next(&position, actor, action).is_err(), "{what}, knowing {facts:?}");
        }
    }
}

fn assert_permitted_lists_the_table<S: Status>(table: &Table<S>) {
    for position in positions() {
        for actor in Actor::ALL {
            let listed: Vec<_> = table
                .lifecycle
                .permitted(&position, *actor)
                .map(|permission| (permission.transition.rule.action, Permitted::from(permission)))
                .collect();
            let in_table: Vec<_> = Action::ALL
                .iter()
                .filter_map(|action| Some((*action, table.line(&position, *actor, *action)?)))
                .map(|(action, line)| (action, Permitted::from(line)))
                .collect();
            assert_eq!(listed, in_table, "{actor:?} at {position:?}");
        }
    }
}

/// Asserts that every status is left by some line, but for the terminal ones and those without
/// rules, and that the lifecycle calls exactly the terminal ones final.
fn assert_nothing_leaves<S: Status>(table: &Table<S>, terminal: &[&str], without_rules: &[&str]) {
    for status in S::ALL {
        let is_terminal = terminal.contains(&status.name());
        let is_left = table.lines.iter().any(|line| line.from == Some(*status));
        assert_eq!(is_left, !is_terminal && !without_rules.contains(&status.name()), "{status:?}");
        assert_eq!(table.lifecycle.is_final(*status), is_terminal, "{status:?}");
    }
}

/// Asserts how many combinations there are and how many of them the lifecycle permits (or permits
/// if), and that every line of the table is the line of one of them.
fn assert_counts<S: Status>(table: &Table<S>, all: usize, permitted: usize) {
    let combinations = combinations();
    assert_eq!(combinations.len(), all);

    let is_permitted = |(position, actor, action): &&(Position<S>, Actor, Action)| {
        matches!(table.lifecycle.judge(position, *actor, *action), Verdict::Permitted(_))
    };
    assert_eq!(combinations.iter().filter(is_permitted).count(), permitted);

    // Of two lines for one combination, the second is never used.
    for line in &table.lines {
        let found = table.line(&line.position(), line.actor, line.action);
        assert!(found.is_some_and(|found| core::ptr::eq(found, line)), "never used: {line:?}");
    }
    assert_eq!(table.lines.len(), permitted);
}

/// Asserts that the rules which can apply have the evidence that the hand table gives to their rows.
fn assert_evidence<S: Status>(lifecycle: Lifecycle<S>, text: impl Iterator<Item = &'static str>) {
    let by_hand: HashSet<(&str, Flow, Evidence)> = text
        .filter(|line| !line.is_empty())
        .map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            (columns[0], term(Flow::ALL, columns[1]), term(Evidence::ALL, columns[2]))
        })
        .collect();
    let mut in_crate = HashSet::new();
    for (position, _, action) in combinations::<S>() {
        if let Some(rule) = lifecycle.rule(position.flow, position.status, action) {
            in_crate.insert((rule.row, position.flow, rule.evidence));
        }
    }
    let only_by_hand: Vec<_> = by_hand.difference(&in_crate).collect();
    let only_in_crate: Vec<_> = in_crate.difference(&by_hand).collect();
    assert!(
        only_by_hand.is_empty() && only_in_crate.is_empty(),
        "only in the table: {only_by_hand:?}\nonly in the crate: {only_in_crate:?}"
    );
}

/// I20, with nothing known but flow and status: permitted, to which status and under which guards.
#[test]
fn every_combination_of_wechat_is_as_the_hand_table_says() {
    assert_judges_as_the_table(&wechat_table());
}

/// I20, with nothing known but flow and status: permitted, to which status and under which guards.
#[test]
fn every_combination_of_shopxo_is_as_the_hand_table_says() {
    assert_judges_as_the_table(&shopxo_table());
}

/// A wrong edge anywhere, on either side, is found: a comparison that cannot fail would prove nothing.
#[test]
fn whatever_is_altered_in_one_line_of_a_hand_table_is_found() {
    assert_eq!(assert_every_altered_line_is_found(wechat_table()), 1_495);
    assert_eq!(assert_every_altered_line_is_found(shopxo_table()), 540);
    assert_eq!(assert_every_altered_line_is_found(channels_table()), 2_800);
}

#[test]
fn wechat_goes_where_the_hand_table_says_when_every_guard_is_met() {
    assert_met_guards_lead_there(&wechat_table());
}

#[test]
fn shopxo_goes_where_the_hand_table_says_when_every_guard_is_met() {
    assert_met_guards_lead_there(&shopxo_table());
}

#[test]
fn guards_and_evidence_aside_every_combination_leads_where_the_hand_tables_say() {
    let (wechat, shopxo, channels) = (wechat_table(), shopxo_table(), channels_table());
    assert_leads_to_as_the_lines(channels.lifecycle, &channels);
    assert_leads_to_as_the_lines(without_rows(channels.lifecycle), &channels);
    assert_leads_to_as_the_lines(wechat.lifecycle, &wechat);
    assert_leads_to_as_the_lines(shopxo.lifecycle, &shopxo);
    assert_leads_to_as_the_lines(wechat.lifecycle.trusting(Evidence::Documented), &wechat);
    assert_leads_to_as_the_lines(without_rows(wechat.lifecycle), &wechat);
    assert_leads_to_as_the_lines(without_rows(shopxo.lifecycle), &shopxo);
}

#[test]
fn a_single_unmet_guard_of_wechat_refuses_and_is_the_only_reason() {
    assert_one_unmet_guard_refuses(&wechat_table());
}

#[test]
fn a_single_unmet_guard_of_shopxo_refuses_and_is_the_only_reason() {
    assert_one_unmet_guard_refuses(&shopxo_table());
}

/// I20: no actor without the right, no terminal state, no state that is not in the table, whatever
/// else is known of the case.
#[test]
fn what_is_not_in_the_hand_table_of_wechat_is_refused_with_a_reason() {
    assert_the_rest_is_refused(&wechat_table());
}

/// I20: no actor without the right, no terminal state, no state that is not in the table, whatever
/// else is known of the case.
#[test]
fn what_is_not_in_the_hand_table_of_shopxo_is_refused_with_a_reason() {
    assert_the_rest_is_refused(&shopxo_table());
}

#[test]
fn what_wechat_lists_for_an_actor_is_what_the_hand_table_has_for_him() {
    assert_permitted_lists_the_table(&wechat_table());
}

#[test]
fn what_shopxo_lists_for_an_actor_is_what_the_hand_table_has_for_him() {
    assert_permitted_lists_the_table(&shopxo_table());
}

/// I20: nothing leaves a terminal state.
#[test]
fn only_the_published_ends_of_wechat_are_never_left() {
    assert_nothing_leaves(
        &wechat_table(),
        &[
            "USER_CANCELD",
            "MERCHANT_REFUND_SUCCESS",
            "MERCHANT_RETURN_SUCCESS",
            "MERCHANT_REFUND_RETRY_FAIL",
            "MERCHANT_FAIL",
        ],
        &["AFTERSALESTATUS_INVALID"],
    );
}

/// I20: nothing leaves a terminal state.
#[test]
fn only_the_published_ends_of_shopxo_are_never_left() {
    assert_nothing_leaves(&shopxo_table(), &["COMPLETED", "CANCELLED"], &[]);
}

/// 4 flows, no case or 16 statuses, 32 actions, 4 actors.
#[test]
fn wechat_permits_83_of_8704_combinations_and_every_line_is_used() {
    assert_counts(&wechat_table(), 8704, 83);
}

/// 4 flows, no case or 23 statuses, 32 actions, 4 actors.
#[test]
fn channels_permits_155_of_12288_combinations_and_every_line_is_used() {
    assert_counts(&channels_table(), 12_288, 155);
}

/// 4 flows, no case or 6 statuses, 32 actions, 4 actors.
#[test]
fn shopxo_permits_30_of_3584_combinations_and_every_line_is_used() {
    assert_counts(&shopxo_table(), 3584, 30);
}

#[test]
fn every_rule_of_wechat_is_as_sure_as_its_published_row() {
    assert_evidence(wechat::LIFECYCLE, WECHAT_EVIDENCE.lines());
}

#[test]
fn every_rule_of_shopxo_is_as_sure_as_its_published_row() {
    assert_evidence(shopxo::LIFECYCLE, SHOPXO_EVIDENCE.lines());
}

/// I20, with nothing known but flow and status: permitted, to which status and flow and under which guards.
#[test]
fn every_combination_of_channels_is_as_the_hand_table_says() {
    assert_judges_as_the_table(&channels_table());
}

#[test]
fn channels_goes_where_the_hand_table_says_when_every_guard_is_met() {
    assert_met_guards_lead_there(&channels_table());
}

#[test]
fn a_single_unmet_guard_of_channels_refuses_and_is_the_only_reason() {
    assert_one_unmet_guard_refuses(&channels_table());
}

/// I20: no actor without the right, no terminal state, no state that is not in the table, whatever
/// else is known of the case.
#[test]
fn what_is_not_in_the_hand_table_of_channels_is_refused_with_a_reason() {
    assert_the_rest_is_refused(&channels_table());
}

#[test]
fn what_channels_lists_for_an_actor_is_what_the_hand_table_has_for_it() {
    assert_permitted_lists_the_table(&channels_table());
}

/// I20: nothing leaves a terminal state. Those of the record's documents are the same.
#[test]
fn only_the_ends_of_channels_are_never_left() {
    let ends = [
        "USER_CANCELD",
        "MERCHANT_REFUND_SUCCESS",
        "MERCHANT_RETURN_SUCCESS",
        "MERCHANT_REFUND_RETRY_FAIL",
        "MERCHANT_FAIL",
        "MERCHANT_EXCHANGE_SUCCESS",
    ];
    assert_nothing_leaves(&channels_table(), &ends, &[]);
    for status in channels::AfterSaleStatus::ALL {
        assert_eq!(status.is_final(), ends.contains(&status.name()), "{status}");
    }
}

#[test]
fn every_rule_of_channels_is_as_sure_as_its_published_row() {
    let is_shared = |line: &&str| {
        let row = line.split_whitespace().next();
        row.is_some_and(|row| !NOT_SHARED.contains(&row))
    };
    let shared = WECHAT_EVIDENCE.lines().filter(is_shared);
    assert_evidence(channels::LIFECYCLE, shared.chain(CHANNELS_EVIDENCE.lines()));
}

/// Numbers of stored statuses are for ever.
#[test]
fn statuses_of_channels_keep_their_stored_numbers() {
    let names: Vec<&str> = channels::AfterSaleStatus::ALL.iter().map(|one| one.name()).collect();
    let numbers = channels::AfterSaleStatus::ALL.iter().map(|one| Status::stored_number(*one));
    assert!(numbers.eq(0..23));
    assert_eq!((names[0], names[14]), ("USER_CANCELD", "MERCHANT_FAIL"));
    assert_eq!((names[15], names[22]), ("USER_WAIT_CONFIRM_UPDATE", "PLATFORM_PROCESSING"));
    assert!(channels::AfterSaleStatus::ALL.iter().all(|one| one.published_number().is_none()));
}
