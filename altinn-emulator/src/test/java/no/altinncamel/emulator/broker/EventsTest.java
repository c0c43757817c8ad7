package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class EventsTest extends BrokerFixture {

    @Test
    void theIdOfAPublicationFollowsFromTransferRoleAndActor() {
        Transfer transfer = broker().transfer(pub());
        BrokerEvent published =
                BrokerEvent.of(EventType.PUBLISHED, transfer, "0192:" + R1, Role.RECIPIENT, transfer.created());
        assertThat(published.id()).isEqualTo(dotNetGuid("published:" + transfer.id() + ":Recipient:0192:" + R1));
        assertThat(idsOf(transfer)).contains(published.id());
        assertThat(idsOf(transfer)).contains(dotNetGuid("published:" + transfer.id() + ":Sender:0192:" + S));
    }

    @Test
    void aSenderWhoIsRecipientHearsOfThePublicationInBothRoles() {
        String id = uploaded(initTo(S));
        assertThat(events(id)).contains("published Sender " + S, "published Recipient " + S);
        assertThat(idsOf(broker().transfer(id))).doesNotHaveDuplicates();
    }

    @Test
    void subscribersHearOfEachEventInOrder() {
        List<BrokerEvent> heard = Collections.synchronizedList(new ArrayList<>());
        broker().events().subscribe(heard::add);
        String id = pub();
        assertThat(heard).isEqualTo(broker().events().of(UUID.fromString(id)));
        BrokerEvent last = heard.get(heard.size() - 1);
        assertThat(last.type().type()).isEqualTo("no.altinn.broker.published");
        assertThat(last.resourceId()).isEqualTo(resource.id());
        Transfer transfer = broker().transfer(id);
        assertThat(last.time()).isBetween(transfer.created(), emulator.clock().instant());
    }

    private List<UUID> idsOf(Transfer transfer) {
        return broker().events().of(transfer.id()).stream().map(BrokerEvent::id).toList();
    }

    private static UUID dotNetGuid(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
            StringBuilder hex = new StringBuilder();
            for (int i = 0; i < order.length; i++) {
                hex.append(String.format("%02x", hash[order[i]]));
                if (i == 3 || i == 5 || i == 7 || i == 9) {
                    hex.append('-');
                }
            }
            return UUID.fromString(hex.toString());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
