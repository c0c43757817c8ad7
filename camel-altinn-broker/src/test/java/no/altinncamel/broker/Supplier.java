package no.altinncamel.broker;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.maskinporten.AltinnSystem;
import no.altinncamel.emulator.maskinporten.SystemUser;

/** An organisation with a Maskinporten client and a registered system, for which customers make system users. */
record Supplier(AltinnEmulator emulator, AltinnAccount account, AltinnSystem system) {

    static Supplier of(AltinnEmulator emulator, String organization) {
        AltinnAccount account = emulator.addAccount(organization, "altinn:broker.write", "altinn:broker.read");
        AltinnSystem system = emulator.maskinporten()
                .registerSystem(organization + "_" + account.clientId(), organization)
                .addClient(emulator.maskinporten().client(account.clientId()));
        return new Supplier(emulator, account, system);
    }

    /** A customer's system user that the customer has yet to approve; without a reference if that is {@code null}. */
    SystemUser requested(String customer, String externalRef) {
        return emulator.maskinporten().requestSystemUser(system, customer, externalRef);
    }

    SystemUser approved(String customer, String externalRef) {
        return requested(customer, externalRef).approve();
    }

    /** The customer lets this supplier use its scopes. */
    void delegated(String customer) {
        emulator.maskinporten().delegate(customer, account.organization(), "altinn:broker.write");
        emulator.maskinporten().delegate(customer, account.organization(), "altinn:broker.read");
    }

    String organization() {
        return account.organization();
    }
}
