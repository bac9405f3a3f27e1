#include "platform/flights.hpp"

#include <algorithm>
#include <utility>

namespace tiktok_marketing::platform {

struct Flights::Passenger {
  Deliver deliver;
  bool finished = false;           // under mutex_
  std::shared_ptr<Flight> flight;  // under mutex_; null before boarding and at the end
  std::optional<std::stop_callback<Leave>> on_stop;
};

struct Flights::Flight {
  std::string key;
  std::vector<std::shared_ptr<Passenger>> passengers;  // under mutex_
  std::stop_source stop;
};

void Flights::Leave::operator()() const {
  // Leaving may end the passenger, and this with it.
  const auto keep = flights;
  keep->leave(passenger);
}

void Flights::board(std::string key, const std::stop_token& stop, Deliver deliver, const Begin& begin) {
  auto passenger = std::make_shared<Passenger>();
  passenger->deliver = std::move(deliver);
  // Before boarding, so that nobody else can see the callback while it is being made.
  if (stop.stop_possible()) passenger->on_stop.emplace(stop, Leave{shared_from_this(), passenger.get()});
  std::shared_ptr<Flight> flight;
  bool starts = false;
  {
    std::lock_guard lock(mutex_);
    if (passenger->finished) return;
    const auto found = flights_.find(key);
    starts = found == flights_.end();
    if (starts) {
      flight = std::make_shared<Flight>();
      flight->key = std::move(key);
      flights_.emplace(flight->key, flight);
    } else {
      flight = found->second;
    }
    passenger->flight = flight;
    flight->passengers.push_back(std::move(passenger));
  }
  if (!starts) return;
  begin(flight->stop.get_token(), [self = shared_from_this(), flight](Result<Answer> answer) {
    self->land(flight, std::move(answer));
  });
}

void Flights::leave(Passenger* passenger) {
  std::shared_ptr<Passenger> keep;
  std::shared_ptr<Flight> flight;
  bool abandoned = false;
  Deliver deliver;
  {
    std::lock_guard lock(mutex_);
    if (passenger->finished) return;
    passenger->finished = true;
    deliver = std::move(passenger->deliver);
    flight = std::move(passenger->flight);
    if (flight) {
      const auto place = std::ranges::find(flight->passengers, passenger, &std::shared_ptr<Passenger>::get);
      keep = std::move(*place);
      flight->passengers.erase(place);
      abandoned = flight->passengers.empty();
      // Who comes now must not board a call that is being given up.
      if (abandoned) flights_.erase(flight->key);
    }
  }
  if (abandoned) flight->stop.request_stop();
  runtime_.post([deliver = std::move(deliver)] {
    deliver(Error{.type = ErrorType::cancelled,
                  .message = "The caller has gone.",
                  .hint = "Repeat the call if its answer is still wanted."});
  });
}

void Flights::land(const std::shared_ptr<Flight>& flight, Result<Answer> answer) {
  std::vector<std::shared_ptr<Passenger>> passengers;
  {
    std::lock_guard lock(mutex_);
    passengers = std::move(flight->passengers);
    flight->passengers.clear();
    for (const auto& passenger : passengers) {
      passenger->finished = true;
      passenger->flight.reset();
    }
    const auto place = flights_.find(flight->key);
    if (place != flights_.end() && place->second == flight) flights_.erase(place);
  }
  if (passengers.empty()) return;
  for (std::size_t i = 0; i + 1 < passengers.size(); ++i) passengers[i]->deliver(answer);
  passengers.back()->deliver(std::move(answer));
}

void Flights::stop_all() {
  std::vector<std::shared_ptr<Flight>> all;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [key, flight] : flights_) all.push_back(flight);
  }
  for (const auto& flight : all) flight->stop.request_stop();
}

}  // namespace tiktok_marketing::platform
