#pragma once

/// Everything a program needs to talk to TikTok ads through `Connector`.
#include <tiktok_marketing/connector/connector.hpp>
#include <tiktok_marketing/connector/entities.hpp>
