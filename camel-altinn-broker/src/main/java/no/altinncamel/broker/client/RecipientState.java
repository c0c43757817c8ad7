package no.altinncamel.broker.client;

import java.time.Instant;

/**
 * One recipient of a file transfer.
 *
 * @param recipient  {@code 0192:} and nine digits, as the Broker writes it, or {@code null} if it does not say
 * @param status     the highest state the recipient ever had (altinn-broker 3.8)
 * @param statusText the Broker's words for it, or {@code null}
 * @param changed    the date of the recipient's latest state, or {@code null}
 */
public record RecipientState(String recipient, RecipientStatus status, String statusText, Instant changed) {

    /** @param organization any form of an organisation number; country codes are not compared */
    public boolean isOrganization(String organization) {
        return organization != null
                && recipient != null
                && OrganizationNumber.digits(organization).equals(OrganizationNumber.digits(recipient));
    }
}
